// Everything that a report tells of a trained model: what it learned from, how it was trained, how good it is and how to train it
// again. The page and the terminal turn it into text by the same code (renderer/report), which the terminal loads as a built file.
import { z } from 'zod';
import { issueSchema } from './issues/issues.ts';
import { planSchema } from './model.ts';
import { rankedCurvesSchema } from './run/curves.ts';
import { worstGroupsSchema } from './run/errorGroups.ts';
import { evaluationSchema, metricsSchema } from './run/evaluation.ts';
import { importanceSchema } from './run/explanation.ts';
import { repeatKindSchema, repeatSchema, repeatsSummarySchema } from './run/repeats.ts';
import { foundBySchema } from './run/search.ts';
import {
  changeSchema,
  epochRecordSchema,
  progressSchema,
  runParentSchema,
  shownModelSchema,
} from './run/training.ts';
import { runSpecSchema } from './spec/spec.ts';
import { columnSummarySchema } from './table/dataset.ts';

export const reportLanguages = ['en', 'ko'] as const;
export type ReportLanguage = (typeof reportLanguages)[number];
/** `html`: one file without scripts that needs no network. */
export const reportForms = ['html', 'markdown'] as const;
export type ReportForm = (typeof reportForms)[number];

/** Most epochs in a report, evenly thinned, the best and the last one among them. */
export const mostReportedEpochs = 2_000;
/** Most columns whose cells are told of a row. */
export const mostReportedCells = 8;

/** Most classes whose curves are told. */
export const mostReportedCurves = 3;
/** Seconds that shuffling columns may take for a report. */
export const mostShufflingSeconds = 20;

/** What is found by predicting the rows of `evaluation.on` once more. */
const lookedIntoSchema = z.object({
  /** Of a target of two classes the second one, of more those that are told apart worst from the rest; empty for numbers. */
  curves: z.array(rankedCurvesSchema.omit({ gain: true, lift: true }).extend({ class: z.string() })),
  /** null where shuffling would take too long. */
  importance: importanceSchema.nullable(),
  /** Of the first target; null where there are too few rows. */
  groups: worstGroupsSchema.nullable(),
});

const ranSchema = z.object({
  id: z.string(),
  /** Both may be empty. */
  name: z.string(),
  notes: z.string(),
  /** ISO 8601; `endedAt` is null where it is not known. */
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  parent: runParentSchema.nullable(),
  /** The model file that it was opened from; null where it was trained here. */
  openedFrom: z.string().nullable(),
  progress: progressSchema,
  changes: z.array(changeSchema),
  records: z.array(epochRecordSchema),
  /** Of the program and machine that trained it. */
  environment: z.object({
    chainrule: z.string(),
    platform: z.string(),
    arch: z.string(),
    isa: z.string(),
    threads: z.number().int(),
  }),
});

const tableSchema = z.object({
  /** Rows that were read, and rows of the file that could not be. */
  rows: z.number().int(),
  rowsLeftOut: z.number().int(),
  /** Rows in no part of the split. */
  withoutTarget: z.number().int(),
  duplicates: z.number().int(),
  columns: z.array(columnSummarySchema.pick({ name: true, missing: true, unit: true })),
  /** Findings about the table, its columns and the split. */
  issues: z.array(issueSchema),
});

export const reportSchema = z.object({
  /** Of the program that made the report. */
  version: z.string(),
  /** null for a model file, which keeps no history. */
  run: ranSchema.nullable(),
  spec: runSpecSchema,
  network: planSchema.pick({
    inputs: true,
    preparation: true,
    layers: true,
    outputs: true,
    parameters: true,
  }),
  /** The table that it was trained on; null where the model does not say. */
  trainedOn: z
    .object({
      fileName: z.string(),
      /** null where it is not known. */
      bytes: z.number().int().nullable(),
      /** SHA-256, hex. */
      hash: z.string(),
      /** Of a table of several files, in the order of their rows. */
      files: z.array(
        z.object({ name: z.string(), bytes: z.number().int(), hash: z.string(), rows: z.number() }),
      ),
    })
    .nullable(),
  /** What that table holds; null where it is not there any more, or was changed. */
  table: tableSchema.nullable(),
  metrics: metricsSchema.nullable(),
  /** null for a model file and for a run that could not be scored. */
  evaluation: evaluationSchema.nullable(),
  /** Features of the worst rows, at most `mostReportedCells`, and their cells in the order of `evaluation.worst`; null without the
   *  table. */
  worst: z
    .object({ columns: z.array(z.string()), cells: z.array(z.array(z.string().nullable())) })
    .nullable(),
  /** null without the table, and for a model on rows that are new to it. */
  lookedInto: lookedIntoSchema.nullable(),
  /** Folds and seeds that are kept with the run. */
  repeats: z.array(
    z.object({
      kind: repeatKindSchema,
      members: z.array(repeatSchema),
      summary: repeatsSummarySchema.nullable(),
    }),
  ),
  /** null for a run that no search found. */
  foundBy: foundBySchema.nullable(),
  /** How often the page showed the test score. */
  testViews: z.number().int(),
  /** Of a model that is shown on other rows than its own. */
  shown: shownModelSchema.nullable(),
  fingerprint: z.string(),
});
export type Report = z.infer<typeof reportSchema>;

/** What renderer/report makes of it: the whole text of one file. `now`: ISO 8601, when the report was asked for. */
export type WriteReport = (
  report: Report,
  choices: { language: ReportLanguage; form: ReportForm; now: string },
) => string;
