// The backend: implements every call of the contract on one WorkspaceSession. It knows nothing of windows, sockets or
// terminals; a host gives it a home folder and an engine, and hands its router to a transport.
import { type Router, unlazyRouter } from '@orpc/server';
import type { Contract } from '../contract/calls.ts';
import { markTemporaryFolders, sweepTemporaryFolders } from '../dataset/resources/temporaryFolder.ts';
import { hasEnded, ownMark } from '../storage/owner.ts';
import { makeHomePrivate } from '../storage/privacy.ts';
import { inBackground } from './bugs.ts';
import { once } from './once.ts';
import { roomsOf } from './rooms.ts';
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
  const judge = once(async () => (await import('./table/judgeFurther.ts')).judging(session));
  session.onSpec = () => void inBackground('while a spec was judged', async () => (await judge())());
  const router = routerOf(session);
  const dispose = once(() => session.dispose());
  void inBackground('while temporary folders were removed', () => sweepTemporaryFolders(hasEnded));
  if (!options.restore) return { router, dispose };
  const { keepHome } = await import('./home/keepHome.ts');
  const left = await keepHome(session, dispose);
  // Later the files of the program may be gone, or no file can be opened any more.
  const whole = inBackground('while the rest of the program was loaded', () => unlazyRouter(router));
  const release = once(async () => {
    await left();
    await whole;
  });
  return { router, dispose: release };
}

/** Does not compile if a call of the contract is missing. A room is loaded with its first call: a verb of the terminal needs few of
 *  them, and loading all of them takes as long as its work. */
function routerOf(session: WorkspaceSession): Backend['router'] {
  const room = roomsOf(session);
  return {
    app: room(async () => (await import('./appRouter.ts')).appRouter(session)),
    workspace: room(async () => (await import('./workspaceRouter.ts')).workspaceRouter(session)),
    dataset: room(async () => (await import('./table/datasetRouter.ts')).datasetRouter(session)),
    spec: room(async () => (await import('./spec/specRouter.ts')).specRouter(session)),
    training: room(async () => (await import('./runs/trainingRouter.ts')).trainingRouter(session)),
    race: room(async () => (await import('./race/raceRouter.ts')).raceRouter(session)),
    repeats: room(async () => (await import('./repeats/repeatsRouter.ts')).repeatsRouter(session)),
    search: room(async () => (await import('./search/searchRouter.ts')).searchRouter(session)),
    lessons: room(async () => (await import('./lessons/lessonRouter.ts')).lessonRouter(session)),
    evaluation: room(async () => (await import('./results/evaluationRouter.ts')).evaluationRouter(session)),
    prediction: room(async () =>
      (await import('./prediction/predictionRouter.ts')).predictionRouter(session),
    ),
    insight: room(async () => (await import('./insight/insightRouter.ts')).insightRouter(session)),
    export: room(async () => (await import('./exporting/exportRouter.ts')).exportRouter(session)),
    runs: room(async () => (await import('./runs/runsRouter.ts')).runsRouter(session)),
    packs: room(async () => (await import('./packs/packsRouter.ts')).packsRouter(session)),
    home: room(async () => (await import('./home/homeRouter.ts')).homeRouter(session)),
    models: room(async () => (await import('./models/modelRouter.ts')).modelsRouter(session)),
  };
}
