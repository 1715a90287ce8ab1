// A lesson as the page shows it: made from one Markdown file (docs/lessons.md) by app/lesson. Texts are small trees, so that nothing of a
// file becomes HTML; the values in them are expressions over named quantities (quantities.ts), which `lessons.look` computes.
import { z } from 'zod';
import { fileRefSchema } from '../fileRef.ts';
import { arrangementSchema } from './arrangement.ts';
import { lessonProgressSchema } from './progress.ts';

/** A part of a line. `value`: a live number; `digits` are significant ones. `math`: TeX in which `{{expression}}` stands for a live
 *  number. `term`: an entry of the glossary by its English name. */
export type Inline =
  | { kind: 'text' | 'code'; text: string }
  | { kind: 'strong' | 'emphasis'; parts: Inline[] }
  | { kind: 'math'; tex: string }
  | { kind: 'value'; expression: string; digits: number }
  | { kind: 'term'; term: string; text: string };
export const inlineSchema: z.ZodType<Inline> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.enum(['text', 'code']), text: z.string() }),
    z.object({ kind: z.enum(['strong', 'emphasis']), parts: z.array(inlineSchema) }),
    z.object({ kind: z.literal('math'), tex: z.string() }),
    z.object({ kind: z.literal('value'), expression: z.string(), digits: z.number().int() }),
    z.object({ kind: z.literal('term'), term: z.string(), text: z.string() }),
  ]),
);
const line = z.array(inlineSchema);

export const questionSchema = z.object({
  id: z.string(),
  ask: line,
  /** null: the answer is a number. */
  options: z.array(line).nullable(),
  /** Shown with the answer: why it is right. */
  because: line,
  /** What the screen shows and sets once it is answered. */
  reveals: arrangementSchema.nullable(),
});
export type Question = z.infer<typeof questionSchema>;

export const goalSchema = z.object({
  id: z.string(),
  goal: line,
  /** The condition, as it stands in the file. */
  when: z.string(),
  /** How far it is; shown until the goal is met. */
  now: line,
  /** Shown once it is met; empty: `now` stays. */
  met: line,
  hint: line,
});
export type Goal = z.infer<typeof goalSchema>;

/** What follows a question in its step is shown only once it is answered. */
export const blockSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('paragraph'), parts: line }),
  z.object({ kind: z.literal('list'), ordered: z.boolean(), items: z.array(line) }),
  z.object({ kind: z.literal('math'), tex: z.string() }),
  z.object({ kind: z.literal('question'), question: questionSchema }),
  z.object({ kind: z.literal('goal'), goal: goalSchema }),
]);
export type Block = z.infer<typeof blockSchema>;

export const lessonStepSchema = z.object({
  title: z.string(),
  arrangement: arrangementSchema,
  blocks: z.array(blockSchema),
  /** Whether this step is done with a table of the learner's own. */
  own: z.boolean(),
});
export type LessonStep = z.infer<typeof lessonStepSchema>;

/** What a learner's own table needs. */
export const ownTableSchema = z.strictObject({
  target: z.enum(['number', 'two classes', 'classes']),
  /** How many feature columns, and whether they must be numbers. */
  features: z.number().int().min(1).max(100),
  numbersOnly: z.boolean().default(true),
});
export type OwnTable = z.infer<typeof ownTableSchema>;

export const lessonLanguages = ['en', 'ko'] as const;
export type LessonLanguage = (typeof lessonLanguages)[number];

export const lessonParts = ['blocks', 'line', 'classes', 'inside', 'further'] as const;

export const lessonSchema = z.object({
  id: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    .max(60),
  language: z.string(),
  /** Its place in the list; null for one that is not shipped. */
  number: z.number().int().min(1).nullable(),
  part: z.enum(lessonParts).nullable(),
  title: z.string(),
  summary: z.string(),
  /** Name of the table's file. */
  table: z.string(),
  target: z.string(),
  features: z.array(z.string()),
  /** Lessons that should come before, by their ids. */
  before: z.array(z.string()),
  own: ownTableSchema.nullable(),
  steps: z.array(lessonStepSchema).min(1),
});
export type Lesson = z.infer<typeof lessonSchema>;

/** A lesson that comes with the program, or a file. */
export const lessonRefSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('shipped'), id: z.string() }),
  ...fileRefSchema.options,
]);
export type LessonRef = z.infer<typeof lessonRefSchema>;

export const lessonSummarySchema = lessonSchema
  .pick({
    id: true,
    number: true,
    part: true,
    title: true,
    summary: true,
    table: true,
    target: true,
    features: true,
    before: true,
  })
  .extend({
    steps: z.array(z.string()),
    goals: z.number().int(),
    ref: lessonRefSchema,
    progress: lessonProgressSchema.nullable(),
  });
export type LessonSummary = z.infer<typeof lessonSummarySchema>;

/** What the page alone knows. */
export const lessonLookSchema = z.object({
  /** 0-based data row that is walked; the step's row, or the first training row, if left out. */
  row: z.number().int().min(0).optional(),
  walkStep: z.number().int().optional(),
  walkSteps: z.number().int().optional(),
  walkSeen: z.number().int().optional(),
});

export type LessonLook = z.infer<typeof lessonLookSchema>;

export const lessonFactsSchema = z.object({
  /** Every expression of the step's texts, as it stands there, with its value; null where it is not known. */
  values: z.record(z.string(), z.number().nullable()),
  /** The goals of the step. `now`: its condition holds at this moment; `met`: it has held at some time. */
  goals: z.array(z.object({ id: z.string(), now: z.boolean(), met: z.boolean() })),
});
export type LessonFacts = z.infer<typeof lessonFactsSchema>;

/** What renderer/lessonSheet makes of lessons in a language: the whole text of one HTML file to print. */
export type WriteSheet = (lessons: readonly Lesson[], language: LessonLanguage) => string;

/** What the typesetter cannot write of a formula. */
export interface FormulaMistake {
  /** Line of the formula, from 0. */
  line: number;
  /** The command that it does not know or does not draw; null: something else is wrong. */
  command: string | null;
  /** unknown, refused: that command. number: a live number has no place there. other: what the typesetter says. */
  kind: 'unknown' | 'refused' | 'number' | 'other';
  /** An English sentence. */
  why: string;
}
/** What renderer/formulas says of a lesson's TeX; empty where it can be written with whatever numbers. */
export type CheckFormula = (tex: string) => FormulaMistake[];
