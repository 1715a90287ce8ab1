// The backend: implements every call of the contract on one Session. It knows nothing of windows, sockets or
// terminals; a host gives it a home folder and an engine, and hands its router to a transport.
import { implement, type Router } from '@orpc/server';
import { type Contract, contract } from '../contract/calls.ts';
import { AppError } from '../contract/issues/errors.ts';
import type { FileRef } from '../contract/workspace.ts';
import { sampleOfHead } from '../dataset/sample.ts';
import { emptyTrash } from '../storage/trash.ts';
import { removeOldUploads } from '../storage/uploads.ts';
import { toContractError, withContractErrors } from './appErrors.ts';
import { remarksOn } from './insight/doctor.ts';
import { checkGradients } from './insight/gradientCheck.ts';
import { predictGrid } from './insight/grid.ts';
import { losses } from './insight/plane.ts';
import { testRates } from './insight/rateTest.ts';
import { answerRows, sampleRows } from './insight/rowSample.ts';
import { solveExactly } from './insight/solve.ts';
import { measureSpeed } from './insight/speed.ts';
import { takeStatistics } from './insight/statistics.ts';
import { answerUnits } from './insight/units.ts';
import { walkRow } from './insight/walk.ts';
import { readWeights } from './insight/weights.ts';
import { programVersion } from './program.ts';
import { closeRace, raceOf, startRace, steerRace } from './race/raceCalls.ts';
import { planeOfRace } from './race/racePlane.ts';
import { branchTraining } from './runs/branch.ts';
import { evaluateModel, exportModel, predictModel } from './runs/modelCalls.ts';
import { readModel } from './runs/readModel.ts';
import { restoreSession } from './runs/restore.ts';
import {
  changeRuns,
  evaluationOf,
  openRun,
  removeKept,
  restoreKept,
  reuseRun,
  runOf,
} from './runs/runCalls.ts';
import { compareRuns, listRunSummaries, noteRun } from './runs/runList.ts';
import {
  changeTraining,
  paceTraining,
  resumeTraining,
  rewindTraining,
  startTraining,
  steerTraining,
  stopTraining,
} from './runs/trainingCalls.ts';
import { type BackendOptions, Session } from './session.ts';
import { proposeSpec, setSpec } from './spec/specCalls.ts';
import { takeTreatment } from './spec/treat.ts';
import { openDataset, pairOf, profileDataset, readRows, replaceTable } from './table/datasetCalls.ts';
import { exampleFile, listExamples } from './table/examples.ts';
import { resolveFile } from './table/fileRef.ts';
import { judging } from './table/judgeFurther.ts';
import { exportPrepared } from './table/preparedTable.ts';
import { takeRemedy } from './table/remedyCalls.ts';
import { previewDataset, rereadDataset } from './table/reread.ts';
import { takeBack } from './table/takeBack.ts';

export interface Backend {
  router: Router<Contract, Record<never, never>>;
  /** Stops a run in progress (its checkpoint stays), writes what is due and frees memory. */
  dispose(): Promise<void>;
}

/** With `restore`, comes back with what an earlier backend of the same home folder had open. */
export async function createBackend(options: BackendOptions): Promise<Backend> {
  const session = new Session(options);
  session.onSpec = judging(session);
  if (options.restore) await restoreSession(session);
  // What is no longer needed goes; nobody waits for that, and a failure only costs room on the disk.
  if (options.restore) void tidy(options.home).catch(() => {});
  session.keeps = options.restore;
  return { router: routerOf(session), dispose: () => session.dispose() };
}

function routerOf(session: Session) {
  const os = implement(contract).use(({ next }, input) =>
    session.answer(async () => {
      try {
        return await next();
      } catch (error) {
        throw toContractError(error, input);
      }
    }),
  );
  const { state, options } = session;
  const fileOf = (file: FileRef) => resolveFile(file, options.home, options.allowPaths);
  return os.router({
    app: {
      info: os.app.info.handler(() => ({
        version: programVersion,
        ...options.engine.info(),
        home: options.home,
        paths: options.allowPaths,
      })),
    },
    workspace: {
      watch: os.workspace.watch.handler(({ signal }) => withContractErrors(state.watch(signal))),
      dismiss: os.workspace.dismiss.handler(({ input }) =>
        session.change({ notices: state.value.notices.filter(({ id }) => id !== input.notice) }),
      ),
      undo: os.workspace.undo.handler(({ signal }) => takeBack(session, 'back', signal)),
      redo: os.workspace.redo.handler(({ signal }) => takeBack(session, 'forth', signal)),
      close: os.workspace.close.handler(() => closeAll(session)),
    },
    dataset: {
      examples: os.dataset.examples.handler(() => listExamples()),
      openExample: os.dataset.openExample.handler(async ({ input, signal }) =>
        openDataset(session, await exampleFile(input.file), {}, signal),
      ),
      open: os.dataset.open.handler(async ({ input, signal }) =>
        openDataset(session, await fileOf(input.file), input.reading ?? {}, signal),
      ),
      glimpse: os.dataset.glimpse.handler(async ({ input: { head } }) =>
        sampleOfHead(await head.bytes(), head.name),
      ),
      reread: os.dataset.reread.handler(({ input, signal }) => rereadDataset(session, input.reading, signal)),
      preview: os.dataset.preview.handler(({ input }) => previewDataset(session, input.reading)),
      profile: os.dataset.profile.handler(() => profileDataset(session)),
      rows: os.dataset.rows.handler(({ input }) => readRows(session, input)),
      pair: os.dataset.pair.handler(({ input }) => pairOf(session, input.first, input.second)),
      remedy: os.dataset.remedy.handler(({ input, signal }) =>
        takeRemedy(session, input.revision, input.remedy, signal),
      ),
    },
    spec: {
      propose: os.spec.propose.handler(({ input }) => proposeSpec(session, input)),
      set: os.spec.set.handler(({ input }) => setSpec(session, input.revision, input.spec, input.amends)),
    },
    training: {
      start: os.training.start.handler(({ input }) =>
        startTraining(session, checkedOut(input, options.allowPaths)),
      ),
      pause: os.training.pause.handler(() => steerTraining(session, (run) => run.training?.pause())),
      resume: os.training.resume.handler(() => steerTraining(session, (run) => resumeTraining(session, run))),
      step: os.training.step.handler(({ input }) =>
        steerTraining(session, (run) => run.training?.step(input.unit)),
      ),
      change: os.training.change.handler(({ input }) =>
        steerTraining(session, (run) => changeTraining(session, run, input)),
      ),
      branch: os.training.branch.handler(({ input }) => branchTraining(session, input.step)),
      rewind: os.training.rewind.handler(() => steerTraining(session, (run) => rewindTraining(session, run))),
      treat: os.training.treat.handler(({ input }) =>
        takeTreatment(session, input.revision, input.treatment),
      ),
      pace: os.training.pace.handler(({ input }) => paceTraining(session, input.epochsPerSecond)),
      stop: os.training.stop.handler(() => steerTraining(session, (run) => stopTraining(session, run))),
      watch: os.training.watch.handler(({ input, signal }) =>
        withContractErrors(runOf(session, input.runId).updates(signal)),
      ),
    },
    race: {
      start: os.race.start.handler(({ input }) => startRace(session, input)),
      pause: os.race.pause.handler(() => steerRace(session, ({ race }) => race.pause())),
      resume: os.race.resume.handler(() => steerRace(session, ({ race }) => race.start())),
      step: os.race.step.handler(() => steerRace(session, ({ race }) => race.step())),
      pace: os.race.pace.handler(({ input }) =>
        steerRace(session, ({ race }) => race.setPace(input.epochsPerSecond)),
      ),
      stop: os.race.stop.handler(() => steerRace(session, ({ race }) => race.stop())),
      close: os.race.close.handler(() => closeRace(session)),
      watch: os.race.watch.handler(({ input, signal }) =>
        withContractErrors(raceOf(session, input.raceId).updates(signal)),
      ),
      plane: os.race.plane.handler(({ input, signal }) => planeOfRace(session, input, signal)),
    },
    evaluation: { get: os.evaluation.get.handler(({ input }) => evaluationOf(session, input.runId)) },
    insight: {
      solve: os.insight.solve.handler(({ signal }) => solveExactly(session, signal)),
      gradients: os.insight.gradients.handler(({ input, signal }) => checkGradients(session, input, signal)),
      rates: os.insight.rates.handler(({ input, signal }) => testRates(session, input, signal)),
      walk: os.insight.walk.handler(({ input, signal }) => walkRow(session, input, signal)),
      remarks: os.insight.remarks.handler(({ signal }) => remarksOn(session, signal)),
      weights: os.insight.weights.handler(({ input }) => readWeights(session, input)),
      speed: os.insight.speed.handler(({ input }) => measureSpeed(session, input.threads)),
      statistics: os.insight.statistics.handler(({ input, signal }) =>
        takeStatistics(session, input, signal),
      ),
      grid: os.insight.grid.handler(({ input, signal }) => predictGrid(session, input, signal)),
      rows: os.insight.rows.handler(({ input }) => sampleRows(session, input)),
      answers: os.insight.answers.handler(({ input, signal }) => answerRows(session, input.weights, signal)),
      units: os.insight.units.handler(({ input, signal }) => answerUnits(session, input, signal)),
      plane: os.insight.plane.handler(({ input, signal }) => losses(session, input, signal)),
    },
    export: {
      file: os.export.file.handler(async ({ input }) => {
        const run = runOf(session, input.runId);
        const model = await readModel(run.folder.path);
        return exportModel(model, input.format, run.fileName);
      }),
      prepared: os.export.prepared.handler(async function* () {
        yield* withContractErrors(exportPrepared(session));
      }),
    },
    runs: {
      list: os.runs.list.handler(() => listRunSummaries(options.home)),
      open: os.runs.open.handler(({ input }) => openRun(session, input.runId)),
      reuse: os.runs.reuse.handler(({ input }) => reuseRun(session, input.runId)),
      note: os.runs.note.handler(({ input: { runId, ...notes } }) =>
        changeRuns(session, () => noteRun(options.home, runId, notes)),
      ),
      compare: os.runs.compare.handler(({ input }) => compareRuns(options.home, input.runIds)),
      remove: os.runs.remove.handler(({ input }) => removeKept(session, input.runId)),
      restore: os.runs.restore.handler(({ input }) => restoreKept(session, input.runId)),
    },
    models: {
      evaluate: os.models.evaluate.handler(async ({ input }) =>
        evaluateModel(session, await fileOf(input.model), await fileOf(input.file)),
      ),
      predict: os.models.predict.handler(async function* ({ input, signal }) {
        return yield* withContractErrors(
          predictModel(session, await fileOf(input.model), await fileOf(input.file), signal),
        );
      }),
      export: os.models.export.handler(async ({ input }) => {
        const file = await fileOf(input.model);
        return exportModel(await readModel(file.path), input.format, file.fileName);
      }),
    },
  });
}

async function tidy(home: string): Promise<void> {
  await emptyTrash(home);
  await removeOldUploads(home);
}

async function closeAll(session: Session) {
  session.refuseBusy();
  await session.live?.close();
  session.live = null;
  replaceTable(session, null);
  return session.change({ dataset: null, spec: null, plan: null, run: null, notices: [] });
}

/** Where a run is kept is a path: only for those who may name paths. */
function checkedOut<Input extends { out?: string }>(input: Input, allowPaths: boolean): Input {
  if (input.out === undefined || allowPaths) return input;
  throw new AppError('not_allowed_here', 'A page in a browser cannot choose the folder of a run.', {
    reason: 'out',
  });
}
