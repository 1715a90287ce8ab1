// The backend: implements every call of the contract on one WorkspaceSession. It knows nothing of windows, sockets or
// terminals; a host gives it a home folder and an engine, and hands its router to a transport.
import type { Router } from '@orpc/server';
import type { Contract } from '../contract/calls.ts';
import { markTemporaryFolders, sweepTemporaryFolders } from '../dataset/resources/temporaryFolder.ts';
import { hasEnded, ownMark } from '../storage/owner.ts';
import { makeContentPrivate, makeHomePrivate } from '../storage/privacy.ts';
import { sweepHome } from '../storage/sweep.ts';
import { emptyTrash } from '../storage/trash.ts';
import { removeOldUploads } from '../storage/uploads.ts';
import { inBackground } from './bugs.ts';
import { exportRouter } from './exporting/exportRouter.ts';
import { accessHome } from './home/access.ts';
import { homeRouter } from './home/homeRouter.ts';
import { watchHome } from './home/watchHome.ts';
import { implementerOf } from './implementer.ts';
import { insightRouter } from './insight/insightRouter.ts';
import { lessonRouter } from './lessons/lessonRouter.ts';
import { modelsRouter } from './models/modelRouter.ts';
import { packsRouter } from './packs/packsRouter.ts';
import { predictionRouter } from './prediction/predictionRouter.ts';
import { programVersion } from './program.ts';
import { raceRouter } from './race/raceRouter.ts';
import { repeatsRouter } from './repeats/repeatsRouter.ts';
import { evaluationRouter } from './results/evaluationRouter.ts';
import { restoreSession } from './runs/restore.ts';
import { runsRouter } from './runs/runsRouter.ts';
import { trainingRouter } from './runs/trainingRouter.ts';
import { searchRouter } from './search/searchRouter.ts';
import { specRouter } from './spec/specRouter.ts';
import { datasetRouter } from './table/datasetRouter.ts';
import { judging } from './table/judgeFurther.ts';
import { workspaceRouter } from './workspaceRouter.ts';
import { type BackendOptions, WorkspaceSession } from './workspaceSession.ts';

export interface Backend {
  router: Router<Contract, Record<never, never>>;
  /** Stops a run in progress (its checkpoint stays), completes pending writes and frees memory. */
  dispose(): Promise<void>;
}

/** With `restore`, owns the home folder and opens what an earlier backend of it had open. Throws AppError home_in_use, disk_full. */
export async function createBackend(options: BackendOptions): Promise<Backend> {
  markTemporaryFolders(ownMark());
  await inBackground('while the home folder was made private', async () => {
    const mended = await makeHomePrivate(options.home);
    if (mended !== null) console.error(mended);
  });
  const session = new WorkspaceSession(options);
  session.onSpec = judging(session);
  const router = routerOf(session);
  const dispose = once(() => session.dispose());
  void inBackground('while temporary folders were removed', () => sweepTemporaryFolders(hasEnded));
  if (!options.restore) return { router, dispose };
  let restoring = Promise.resolve();
  const { held, notice } = await accessHome(options, async (to) => {
    await restoring;
    await dispose();
    options.onHandedOver?.(to);
  });
  session.looksOn = held === null;
  restoring = restoreSession(session);
  await restoring;
  let endWatch = () => {};
  if (notice !== null) {
    session.change({ notices: [...session.state.value.notices, notice] });
    if (notice.kind === 'looksOnHeld') endWatch = watchHome(session, notice);
  }
  // Removes files that are no longer needed; a failure only costs disk space.
  else void inBackground('while old files were removed', () => tidy(options.home));
  session.keeps = held !== null && !session.closed;
  const release = once(async () => {
    endWatch();
    await dispose();
    await held?.release();
  });
  return { router, dispose: release };
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}

/** Does not compile if a call of the contract is missing. */
function routerOf(session: WorkspaceSession) {
  const os = implementerOf(session);
  const { engine, home, allowPaths } = session.options;
  return os.router({
    app: {
      info: os.app.info.handler(() => ({
        version: programVersion,
        ...engine.info(),
        home,
        paths: allowPaths,
      })),
    },
    workspace: workspaceRouter(os.workspace, session),
    dataset: datasetRouter(os.dataset, session),
    spec: specRouter(os.spec, session),
    training: trainingRouter(os.training, session),
    race: raceRouter(os.race, session),
    repeats: repeatsRouter(os.repeats, session),
    search: searchRouter(os.search, session),
    lessons: lessonRouter(os.lessons, session),
    evaluation: evaluationRouter(os.evaluation, session),
    prediction: predictionRouter(os.prediction, session),
    insight: insightRouter(os.insight, session),
    export: exportRouter(os.export, session),
    runs: runsRouter(os.runs, session),
    packs: packsRouter(os.packs, session),
    home: homeRouter(os.home, session),
    models: modelsRouter(os.models, session),
  });
}

async function tidy(home: string): Promise<void> {
  await sweepHome(home);
  await makeContentPrivate(home);
  await emptyTrash(home);
  await removeOldUploads(home);
}
