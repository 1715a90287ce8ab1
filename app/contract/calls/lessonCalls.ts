// The calls of lessons. A lesson opens its table and proposes its spec as `dataset.openExample` and `spec.propose` do; its steps change
// that spec. What trains is the current run, as ever; a lesson keeps one run at a time.
import { z } from 'zod';
import { fileRefSchema } from '../fileRef.ts';
import { issueSchema } from '../issues/issues.ts';
import {
  lessonFactsSchema,
  lessonLanguages,
  lessonLookSchema,
  lessonRefSchema,
  lessonSchema,
  lessonSummarySchema,
} from '../lesson/lesson.ts';
import { call, done } from './call.ts';

const language = z.enum(lessonLanguages);

export const lessonCalls = {
  /** The shipped lessons in their order, and behind them those that were opened from files that are still there, with what was done of each;
   *  `issues` names files among the shipped ones that are no lessons. */
  list: call
    .input(z.object({ language }))
    .output(z.object({ lessons: z.array(lessonSummarySchema), issues: z.array(issueSchema) })),
  /** Opens a lesson where it was left, or at its first step. A file with issues is refused (`lesson_invalid`, the issues name lines).
   *  Refused while a run is in progress that is not a lesson's. */
  open: call
    .input(z.object({ lesson: lessonRefSchema, language, fromStart: z.boolean().optional() }))
    .output(lessonSchema),
  /** The open lesson in a language; a file of a person's own has only its own. */
  get: call.input(z.object({ language })).output(lessonSchema),
  /** Enters a step: sets what it sets. A run that the settings do not fit is closed. */
  enter: call.input(z.object({ step: z.number().int().min(0) })).output(done),
  /** `answer` is the option's index or a number. Applies what the question `reveals`. A question is answered once; later answers change nothing. */
  answer: call
    .input(z.object({ question: z.string(), answer: z.number() }))
    .output(z.object({ right: z.boolean(), rightAnswer: z.number() })),
  /** Trains the workspace's spec: `times` steps or epochs, then pauses, or (`run`) until it is paused. Begins a run where there is none, where the last
   *  one has ended, and where the spec has changed in more than a run in progress can change. */
  train: call
    .input(
      z.object({
        unit: z.enum(['batch', 'epoch', 'run']),
        times: z.number().int().min(1).max(1_000).optional(),
      }),
    )
    .output(z.object({ runId: z.string() })),
  /** Back to the initial weights: a run in progress is rewound, one that has ended is closed. */
  rewind: call.output(done),
  /** The values and goals of the step now. Goals that are met are kept. */
  look: call.input(lessonLookSchema).output(lessonFactsSchema),
  /** Goes on with the open table, which is not the lesson's: its target and features, with the lesson's settings. */
  useOwn: call.input(z.object({ target: z.string(), features: z.array(z.string()).min(1) })).output(done),
  /** A shipped lesson, or one in a file, without opening it: to print it. */
  read: call.input(z.object({ lesson: lessonRefSchema, language })).output(lessonSchema),
  /** What is wrong with a lesson's file: with the file itself, or else with its columns and settings on its table. `lesson`: null where it
   *  cannot be read. Opens nothing. */
  check: call.input(z.object({ file: fileRefSchema })).output(
    z.object({
      lesson: lessonSummarySchema.omit({ progress: true, ref: true }).nullable(),
      issues: z.array(issueSchema),
    }),
  ),
  /** Leaves the lesson; its table and run stay open. */
  close: call.output(done),
};
