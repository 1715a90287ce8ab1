// What is known of a search beyond its process: the journal's lines, and what a search that goes on takes from them. Scores do not
// depend on the budget, so that a larger one goes on from what a smaller one has found.
import { z } from 'zod';
import { type SearchBudget, searchBudgetSchema, searchStates } from '../../contract/run/search.ts';
import { type RunSpec, runSpecSchema } from '../../contract/spec/spec.ts';
import { SearchJournal } from '../../storage/searchJournal.ts';
import { programVersion } from '../program.ts';

const foldLineSchema = z.object({
  /** Those after the rung before. */
  losses: z.array(z.number()),
  ended: z.boolean(),
  diverged: z.boolean(),
  seconds: z.number(),
});

/** Scores depend on all of these. */
const beginSchema = z.object({
  line: z.literal('begin'),
  /** Of the list of candidates too: their indices stand in the lines. */
  version: z.literal(2),
  program: z.string(),
  startedAt: z.string(),
  table: z.string(),
  base: runSpecSchema,
  seed: z.number(),
  budget: searchBudgetSchema,
});

const rungLineSchema = z.object({
  line: z.literal('rung'),
  candidate: z.number().int(),
  rung: z.number().int(),
  /** Seconds since the search began, without interruptions. */
  at: z.number(),
  folds: z.array(foldLineSchema),
});
export type RungLine = z.infer<typeof rungLineSchema>;

const lineSchema = z.discriminatedUnion('line', [
  beginSchema,
  rungLineSchema,
  z.object({
    line: z.literal('drawn'),
    /** With a budget in seconds: how many candidates fitted into the time of the first rung. */
    candidates: z.number().int(),
  }),
  z.object({ line: z.literal('end'), state: z.enum(searchStates) }),
]);
export type TrailLine = z.infer<typeof lineSchema>;

export interface TrailFacts {
  table: string;
  base: RunSpec;
  seed: number;
}

/** What the lines of a journal say. */
export interface Trail {
  begin: z.infer<typeof beginSchema>;
  /** By candidate, then by rung. */
  rungs: Map<number, RungLine[]>;
  drawn: number | null;
  seconds: number;
  ended: (typeof searchStates)[number] | null;
}

export function trailOf(home: string, { table, base, seed }: TrailFacts): SearchJournal {
  return SearchJournal.of(home, [programVersion, table, base, seed]);
}

export function beginLine(facts: TrailFacts, budget: SearchBudget, startedAt: string): TrailLine {
  return { line: 'begin', version: 2, program: programVersion, startedAt, ...facts, budget };
}

/** null for a journal without a beginning, or of another version of the program, whose bits may differ. */
export async function readTrail(journal: SearchJournal): Promise<Trail | null> {
  const lines = (await journal.read()).flatMap((line) => {
    const read = lineSchema.safeParse(line);
    return read.success ? [read.data] : [];
  });
  const begin = lines.findLast((line) => line.line === 'begin');
  if (begin === undefined || begin.program !== programVersion) return null;
  const trail: Trail = { begin, rungs: new Map(), drawn: null, seconds: 0, ended: null };
  for (const line of lines) takeLine(trail, line);
  return trail;
}

function takeLine(trail: Trail, line: TrailLine): void {
  if (line.line === 'begin') {
    // What another budget was spent on says nothing about this one.
    trail.drawn = null;
    trail.seconds = 0;
    trail.ended = null;
  } else if (line.line === 'drawn') trail.drawn = line.candidates;
  else if (line.line === 'end') trail.ended = line.state;
  else {
    const known = trail.rungs.get(line.candidate) ?? [];
    // The same line may be there twice.
    if (known.length === line.rung) trail.rungs.set(line.candidate, [...known, line]);
    trail.seconds = Math.max(trail.seconds, line.at);
  }
}
