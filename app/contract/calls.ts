// Every call between a page or terminal and the backend: the same contract over a MessagePort, a WebSocket or within one
// process. A stream begins with the whole present state, so a page that connects late or again misses nothing. A failed call rejects
// with an APP_ERROR whose data carries a code of errors.ts; a cancelled call (AbortSignal) stops the work behind it.
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { openedSchema } from './arrivals.ts';
import { call, done } from './calls/call.ts';
import { errorCalls } from './calls/errorCalls.ts';
import { explanationCalls, modelExplanationCalls } from './calls/explanationCalls.ts';
import { exportCalls } from './calls/exportCalls.ts';
import { insightCalls } from './calls/insightCalls.ts';
import { judgingCalls } from './calls/judgingCalls.ts';
import { lessonCalls } from './calls/lessonCalls.ts';
import { predictionCalls } from './calls/predictionCalls.ts';
import { raceCalls } from './calls/raceCalls.ts';
import { repeatCalls } from './calls/repeatCalls.ts';
import { searchCalls } from './calls/searchCalls.ts';
import { fileRefSchema, modelRefSchema } from './fileRef.ts';
import { remedySchema } from './issues/remedies.ts';
import { checkedSchema, clearedRunsSchema, homeSizesSchema } from './kept.ts';
import { limits } from './limits.ts';
import { planSchema } from './model.ts';
import { groupsAskedSchema, modelReportSchema, predictedFileSchema } from './modelReport.ts';
import { packContentsSchema, packInputSchema, packPieceSchema, unpackedSchema } from './packs.ts';
import { reportSchema } from './report.ts';
import { intervalLevelSchema } from './run/calibration.ts';
import { evaluationSchema, parts } from './run/evaluation.ts';
import { thresholdSchema } from './run/threshold.ts';
import {
  changeSchema,
  changesSchema,
  comparedRunSchema,
  paceSchema,
  runFindingSchema,
  runNotesSchema,
  runSummarySchema,
  trainingUpdateSchema,
} from './run/training.ts';
import { choicesSchema } from './spec/choices.ts';
import { presetSchema } from './spec/presets.ts';
import { runSpecSchema } from './spec/spec.ts';
import {
  datasetSchema,
  exampleSchema,
  pairSchema,
  rowWindowSchema,
  sampleSchema,
  viewSchema,
} from './table/dataset.ts';
import { likelyTargetSchema } from './table/likelyTarget.ts';
import { readingSchema } from './table/reading.ts';
import { mostFiles } from './table/tableFiles.ts';
import { undoableSchema } from './undo.ts';
import { workspaceStateSchema } from './workspace.ts';

export const appInfoSchema = z.object({
  version: z.string(),
  isa: z.enum(['scalar', 'avx2', 'avx512', 'neon']),
  /** Threads the engine uses unless set otherwise. */
  threads: z.number().int(),
  /** Where runs and settings are kept. */
  home: z.string(),
  /** Whether FileRef may be a path. */
  paths: z.boolean(),
});

const folderSchema = z.string().refine((path) => !path.includes('\0'), 'a path holds no NUL');

const proposalSchema = done.extend({ spec: runSpecSchema, plan: planSchema });
const undone = done.extend({ what: undoableSchema.nullable() });

export const contract = {
  app: {
    info: call.output(appInfoSchema),
  },
  workspace: {
    /** The whole state now, and again after every change (coalesced to 10 a second). */
    watch: call.output(eventIterator(workspaceStateSchema)),
    /** Undoes the last action: a change of table or spec, or the deletion of a run. `redo` repeats it. `what` is null where
     *  there was nothing to undo. */
    undo: call.output(undone),
    redo: call.output(undone),
    /** Opens a file by what it is (arrivals.ts): a table as `dataset.open` does, a trained model as a run. Refused while a run is in
     *  progress; a failure leaves what was open before as it was. Of packed runs it only says what is in the file. */
    open: call.input(z.object({ file: fileRefSchema })).output(openedSchema),
    /** Keeps a file that is not on this computer's disk, such as a pasted table, among the uploads. */
    keep: call.input(z.object({ file: z.file() })).output(fileRefSchema),
    dismiss: call.input(z.object({ notice: z.string() })).output(done),
    /** Back to the start screen: closes dataset, spec and run; what is on disk stays. */
    close: call.output(done),
  },
  dataset: {
    examples: call.output(z.array(exampleSchema)),
    openExample: call.input(z.object({ file: z.string() })).output(datasetSchema),
    /** A failure leaves the dataset that was open before as it was. Refused while a run is in progress. `more` files are joined
     *  below the first one. */
    open: call
      .input(
        z.object({
          file: fileRefSchema,
          more: z
            .array(fileRefSchema)
            .max(mostFiles - 1)
            .optional(),
          reading: readingSchema.optional(),
        }),
      )
      .output(datasetSchema),
    /** Joins further files to the open table and makes their rows a part of the split. Columns keep their roles and preparation.
     *  Can be undone. */
    addFiles: call
      .input(
        z.object({
          files: z.array(fileRefSchema).min(1).max(mostFiles),
          part: z.enum(parts),
          reading: readingSchema.optional(),
        }),
      )
      .output(datasetSchema),
    /** The first rows of a large file that is still being uploaded, from its first bytes; null where these are not the
     *  beginning of a table. Changes nothing. */
    glimpse: call.input(z.object({ head: z.file().max(limits.sample.head) })).output(sampleSchema.nullable()),
    /** Reads the open file again with other options. Columns that are still there keep their roles and preparation. */
    reread: call.input(z.object({ reading: readingSchema })).output(datasetSchema),
    /** The first rows of the open file under this reading. Changes nothing. */
    preview: call.input(z.object({ reading: readingSchema })).output(sampleSchema),
    /** The open table once every column is profiled. Pages need not call this: the state reports the figures as they are
     *  computed. */
    profile: call.output(datasetSchema),
    rows: call
      .input(
        z.object({
          offset: z.number().int().min(0),
          limit: z.number().int().min(1).max(1_000),
          view: viewSchema.optional(),
        }),
      )
      .output(rowWindowSchema),
    /** Columns of the open table that a person would probably want to predict, at most three, the best first. */
    likelyTargets: call.output(z.array(likelyTargetSchema)),
    /** How two columns of the open table are related. */
    pair: call.input(z.object({ first: z.string(), second: z.string() })).output(pairSchema),
  },
  spec: {
    /** Takes the chosen target and other choices, proposes the rest, and makes the result the workspace's spec. */
    propose: call.input(choicesSchema).output(proposalSchema),
    /** Replaces the spec. `revision` is the revision of the state that was edited; an older one is refused. A spec with issues
     *  is kept (only training is blocked); one that does not fit the schema is refused. `amends`: this change continues the
     *  previous one, as while a slider is dragged, so that undo reverts both at once. A run that waits for its first step is closed: the
     *  next one begins with this spec. */
    set: call
      .input(z.object({ revision: z.number().int(), spec: runSpecSchema, amends: z.boolean().optional() }))
      .output(proposalSchema),
    /** Makes a model's spec the workspace's, on the open table: columns that the model does not read are ignored. */
    ofModel: call.input(z.object({ model: modelRefSchema })).output(proposalSchema),
    /** Gives the spec a preset's network. Training settings that still have their proposed values are proposed again for it. */
    preset: call.input(z.object({ revision: z.number().int(), preset: presetSchema })).output(proposalSchema),
    /** Applies a remedy of an issue or of a diagnosis: the run in progress continues with it, the file is read again, or the
     *  spec is edited for the next run. */
    remedy: call
      .input(z.object({ revision: z.number().int(), remedy: remedySchema }))
      .output(z.object({ revision: z.number().int(), taken: z.enum(['run', 'table', 'spec']) })),
  },
  training: {
    start: call
      .input(
        z.object({
          threads: z.number().int().min(limits.threads.min).max(limits.threads.max).optional(),
          /** Folder to keep the run in; the default is one of its own under the home folder. */
          out: folderSchema.optional(),
          /** Changes to apply again at their steps, as recorded by the run that is repeated: the same spec and table then give
           *  the same bits. */
          changes: changesSchema.optional(),
          /** The model whose weights are the initial weights. The run takes over its preparation too, and names it as its parent;
           *  refused where its network, columns or classes are not those of the workspace's spec and table. */
          from: modelRefSchema.optional(),
          /** true: the run is ready and waits for its first step, as after `rewind`. Refused for an ensemble. */
          paused: z.boolean().optional(),
        }),
      )
      .output(z.object({ runId: z.string() })),
    pause: call.output(done),
    /** Continues a paused run, or an interrupted one from its checkpoint. */
    resume: call.output(done),
    /** Opens the run in a folder, or of an id under the home folder, that was killed or interrupted, and goes on with it. Not for pages in a
     *  browser. */
    resumeIn: call
      .input(
        z.object({
          folder: z.string().min(1),
          threads: z.number().int().min(limits.threads.min).max(limits.threads.max).optional(),
        }),
      )
      .output(z.object({ runId: z.string() })),
    /** Trains one step or one epoch, or `times` of them, then pauses. After each step of a small network its weights are kept for
     *  `insight.path`. */
    step: call
      .input(
        z.object({ unit: z.enum(['batch', 'epoch']), times: z.number().int().min(1).max(1_000).optional() }),
      )
      .output(done),
    /** Sets the pace of this run and of later ones. */
    pace: call.input(z.object({ epochsPerSecond: paceSchema })).output(done),
    /** Ends the run; the best weights so far are kept. */
    stop: call.output(done),
    /** Changes settings from the next step on (the batch size from the next epoch on); the change is recorded with its step.
     *  Refused where the run could not have begun with these settings. The type of optimizer cannot change. */
    change: call.input(changeSchema.omit({ step: true })).output(done),
    /** Back to before the first step, with the same initial weights; history and changes of the run are forgotten. */
    rewind: call.output(done),
    /** Starts a new run from a checkpoint of the current one, which is stopped first if it is in progress. The workspace's spec
     *  may differ from the run's in the numbers of the optimizer, the batch size and (with a constant schedule) the epochs:
     *  they are recorded as a change at that step, so that the new run can be repeated bit for bit from its spec and changes. */
    branch: call.input(z.object({ step: z.number().int().min(1) })).output(z.object({ runId: z.string() })),
    /** Writes an ended run whose weights are only in memory, because saving them failed: to its folder, or to the new folder `out`.
     *  Does nothing for a run that is saved. */
    save: call.input(z.object({ out: folderSchema.optional() })).output(done),
    /** Gives up weights that are only in memory and closes the run: on disk it is interrupted at its last checkpoint. */
    discard: call.output(done),
    /** History so far, then what is new; ends when the run has ended and was scored. */
    watch: call.input(z.object({ runId: z.string() })).output(eventIterator(trainingUpdateSchema)),
  },
  race: raceCalls,
  repeats: repeatCalls,
  search: searchCalls,
  lessons: lessonCalls,
  evaluation: {
    get: call.input(z.object({ runId: z.string() })).output(evaluationSchema),
    /** The same for display to a person: counted in `testViews` where it shows the test score. */
    view: call.input(z.object({ runId: z.string() })).output(evaluationSchema),
    ...judgingCalls,
    ...errorCalls,
    ...explanationCalls,
  },
  prediction: predictionCalls,
  insight: insightCalls,
  export: exportCalls,
  runs: {
    /** Newest first. */
    list: call.output(z.array(runSummarySchema)),
    /** What the list does not show: copied folders, and runs of newer versions. */
    findings: call.output(z.array(runFindingSchema)),
    /** Makes a kept run the current one, with its spec, and its dataset where the file is still there. */
    open: call.input(z.object({ runId: z.string() })).output(done),
    /** Writes name, notes or star; what is left out stays. */
    note: call
      .input(z.object({ runId: z.string(), ...runNotesSchema.partial().shape }))
      .output(runSummarySchema),
    /** Makes a kept run's spec the workspace's, on the run's file, without a run: to train it again, with or without changes. */
    reuse: call.input(z.object({ runId: z.string() })).output(done),
    /** Two to six, in the order asked for. */
    compare: call
      .input(z.object({ runIds: z.array(z.string()).min(1).max(6) }))
      .output(z.array(comparedRunSchema)),
    /** Imports a run's folder, given as its files: copied into the home folder unless that run is there already, and opened.
     *  `name` is the folder's name. */
    import: call
      .input(
        z.object({
          name: z.string().min(1).max(255),
          files: z.object({
            run: fileRefSchema,
            best: fileRefSchema,
            evaluation: fileRefSchema.optional(),
            history: fileRefSchema.optional(),
            notes: fileRefSchema.optional(),
          }),
        }),
      )
      .output(z.object({ runId: z.string() })),
    /** Can be undone for a week. Refused while it is in progress. */
    remove: call.input(z.object({ runId: z.string() })).output(done),
    restore: call.input(z.object({ runId: z.string() })).output(done),
    /** Deletes the runs that are older and at least as large as said; starred ones, the current one and those in progress stay. Each can
     *  be restored for a week. `only: 'count'` deletes nothing. */
    clear: call
      .input(
        z.object({
          olderThanDays: z.number().min(0),
          atLeastBytes: z.number().int().min(0),
          only: z.literal('count').optional(),
        }),
      )
      .output(clearedRunsSchema),
  },
  packs: {
    /** Kept runs as one file, with their tables, in pieces. A run in progress is refused, or left out where all are packed. */
    make: call.input(packInputSchema).output(eventIterator(packPieceSchema)),
    /** What is in such a file. Changes nothing. */
    look: call.input(z.object({ file: fileRefSchema })).output(packContentsSchema),
    /** Adds the file's runs to the kept ones, and its tables to the uploads: all of them or, where it fails or is cancelled, none. A run
     *  that is here already stays as it is. The only run of a file is opened. */
    open: call.input(z.object({ file: fileRefSchema })).output(unpackedSchema),
  },
  home: {
    /** Where everything is kept, and how large it is. */
    sizes: call.output(homeSizesSchema),
    /** Reads everything that is kept, or one run's folder, packed file or model file, and changes nothing. */
    verify: call.input(z.object({ place: z.string().min(1).optional() })).output(z.array(checkedSchema)),
  },
  models: {
    /** How a table is to be read for the model: what its cells mean, not how the file is cut. */
    reading: call.input(z.object({ model: fileRefSchema })).output(readingSchema),
    /** `model` is a run's folder or a model file in any form. */
    evaluate: call
      .input(
        z.object({
          model: fileRefSchema,
          file: fileRefSchema,
          /** In place of the model's own. */
          threshold: thresholdSchema.optional(),
          groups: groupsAskedSchema.optional(),
        }),
      )
      .output(modelReportSchema),
    /** The file's own columns plus the predictions, as CSV text in pieces. At its end the stream returns how the file fits the
     *  model. `strict`: a file with cells that the model cannot use as they stand is refused before the first piece. Cells that begin a
     *  formula get an apostrophe; `raw` leaves them as they are. */
    predict: call
      .input(
        z.object({
          model: fileRefSchema,
          file: fileRefSchema,
          strict: z.boolean().optional(),
          interval: intervalLevelSchema.optional(),
          /** Adds how far the networks of an ensemble differ; of one network refused. */
          spread: z.boolean().optional(),
          raw: z.boolean().optional(),
          threshold: thresholdSchema.optional(),
        }),
      )
      .output(eventIterator(z.string(), predictedFileSchema.optional())),
    ...modelExplanationCalls,
    /** Everything that a report tells of an ended run or of a model file. Counts no look at the test score. */
    report: call.input(z.object({ model: modelRefSchema })).output(reportSchema),
  },
};
export type Contract = typeof contract;
