// Who has a home folder: one process at a time keeps its workspace. Another window can look on, or ask it to hand over.
import { z } from 'zod';

/** How a process of Chainrule serves a person. */
export const holderKinds = ['desktop', 'browser', 'terminal'] as const;
export type HolderKind = (typeof holderKinds)[number];

export const holderFactsSchema = z.object({
  /** 0 where it lives but does not say who it is. */
  pid: z.number().int(),
  kind: z.enum(holderKinds).nullable(),
  /** Since when it holds the folder, ISO 8601; empty where it does not say. */
  since: z.string(),
  /** The address of its page, if it has one that a browser opens. */
  page: z.string().nullable(),
});
export type HolderFacts = z.infer<typeof holderFactsSchema>;

/** What a page learns: who has the home folder, and why it was not handed over where that was asked for (else empty). `left`: it has closed
 *  the folder since. */
export const homeHolderSchema = holderFactsSchema.extend({
  refusal: z.string(),
  left: z.boolean().optional(),
});
export type HomeHolder = z.infer<typeof homeHolderSchema>;

/** What a person may choose where another process has the home folder: `look` reads and writes nothing. */
export const homeChoices = ['takeOver', 'look'] as const;
export type HomeChoice = (typeof homeChoices)[number];
