// The run of a lesson. There is one at a time: where settings change in more than a run in progress can change, it is closed, and removed for good
// unless the learner named or starred it, so that a lesson leaves no heap of runs behind.
import { isDeepStrictEqual } from 'node:util';
import { type Change, endedStates } from '../../contract/run/training.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import { withoutOff } from '../../model/switchedOff.ts';
import { RunFolder } from '../../storage/runFolder.ts';
import { readRunNotes } from '../../storage/runNotes.ts';
import { inBackground } from '../bugs.ts';
import type { LiveRun } from '../runs/liveRun.ts';
import { changeRuns } from '../runs/runCalls.ts';
import {
  changeTraining,
  resumeInterrupted,
  resumeTraining,
  rewindTraining,
  startTraining,
  stepTraining,
} from '../runs/trainingCalls.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { type LiveLesson, openLesson } from './liveLesson.ts';

export interface TrainInput {
  unit: 'batch' | 'epoch' | 'run';
  times?: number | undefined;
}

/** Throws AppError lesson_needed, dataset_needed, target_needed, spec_refused, run_busy and what else a run cannot begin for. */
export async function trainLesson(
  session: WorkspaceSession,
  { unit, times = 1 }: TrainInput,
): Promise<{ runId: string }> {
  const lesson = openLesson(session);
  const run = await runThatGoesOn(session, lesson);
  if (run === null) {
    await replaceRun(session, lesson);
    const { runId } = await startTraining(session, { paused: unit !== 'run' });
    lesson.runId = runId;
    void session.keep(session.state.value.spec, runId);
    if (unit !== 'run') await steps(session, session.live!, unit, times);
    return { runId };
  }
  if (unit === 'run') await resumeTraining(session, run);
  else await steps(session, run, unit, times);
  return { runId: run.id };
}

async function steps(
  session: WorkspaceSession,
  run: LiveRun,
  unit: 'batch' | 'epoch',
  times: number,
): Promise<void> {
  // Its process has ended meanwhile.
  if (run.training === null && run.progress.state === 'interrupted')
    await resumeInterrupted(session, run, { waits: true });
  // The engine takes no step while it trains.
  if (run.progress.state === 'running') {
    run.training?.pause();
    for await (const _ of run.updates(undefined)) if (run.progress.state !== 'running') break;
  }
  if (!endedStates.includes(run.progress.state)) stepTraining(run, { unit, times });
}

/** The lesson's run in progress, with the present settings; null where a new one must begin. */
async function runThatGoesOn(session: WorkspaceSession, lesson: LiveLesson): Promise<LiveRun | null> {
  const { spec } = session.state.value;
  const run = runOfLesson(session, lesson);
  if (run === null || spec === null || endedStates.includes(run.progress.state)) return null;
  return (await continues(session, run, spec)) ? run : null;
}

/** The lesson's run, if it is the current one. */
export function runOfLesson({ live }: WorkspaceSession, { runId }: LiveLesson): LiveRun | null {
  return live !== null && live.id === runId ? live : null;
}

/** Whether a run in progress goes on with this spec; what it can change, it changes. */
async function continues(session: WorkspaceSession, run: LiveRun, spec: RunSpec): Promise<boolean> {
  const change = changeTo(run, withoutOff(spec));
  if (change === null) return false;
  if (Object.keys(change).length > 0) await changeTraining(session, run, change);
  return true;
}

/** What changes in a run so that it trains as `spec` says; null where another run is needed. */
function changeTo(run: LiveRun, spec: RunSpec): Omit<Change, 'step'> | null {
  const asked = run.training !== null && 'asked' in run.training ? run.training.asked : {};
  const now = (name: 'optimizer' | 'batchSize') =>
    asked[name] ??
    run.changes.findLast((change) => change[name] !== undefined)?.[name] ??
    run.spec.training[name];
  const { optimizer, batchSize } = spec.training;
  const [before, batchBefore] = [now('optimizer') as typeof optimizer, now('batchSize')];
  const rest = (one: RunSpec) => ({ ...one, training: { ...one.training, optimizer, batchSize } });
  if (!isDeepStrictEqual(rest(run.spec), rest(spec)) || before.type !== optimizer.type) return null;
  // Its state has another size.
  if (before.type === 'lbfgs' && optimizer.type === 'lbfgs' && before.historySize !== optimizer.historySize)
    return null;
  return {
    ...(isDeepStrictEqual(before, optimizer) ? {} : { optimizer }),
    ...(batchBefore === batchSize ? {} : { batchSize }),
  };
}

/** Before an edit of the spec: returns whether the run in progress goes on; else the lesson's run, in progress or ended, is closed. */
export async function makeRoom(session: WorkspaceSession, spec: RunSpec): Promise<boolean> {
  const { lesson } = session;
  const run = lesson === null ? null : runOfLesson(session, lesson);
  if (lesson === null || run === null) return false;
  if (run.scoring) await run.scored();
  if (run.busy && (await continues(session, run, spec))) return true;
  const change = changeTo(run, withoutOff(spec));
  if (change === null || Object.keys(change).length > 0) await replaceRun(session, lesson);
  return false;
}

/** Closes the lesson's run, and removes it. Does nothing where another run is the current one. */
export async function replaceRun(session: WorkspaceSession, lesson: LiveLesson): Promise<void> {
  const run = runOfLesson(session, lesson);
  lesson.runId = null;
  if (run === null) return;
  if (run.scoring) await run.scored();
  run.refuseUnsaved();
  session.live = null;
  await run.close();
  session.change({ run: null });
  await inBackground('while the run of a lesson was removed', () => removeUnlessKept(session, run));
}

async function removeUnlessKept(session: WorkspaceSession, { folder }: LiveRun): Promise<void> {
  const { name, starred } = await readRunNotes(folder.path);
  if (name !== '' || starred) return;
  await changeRuns(session, async () => (await RunFolder.open(folder.path)).discard());
}

/** Back to the initial weights: the run in progress is rewound, one that has ended is closed. */
export async function rewindLesson(session: WorkspaceSession): Promise<{ revision: number }> {
  const lesson = openLesson(session);
  const run = runOfLesson(session, lesson);
  if (run !== null && endedStates.includes(run.progress.state)) await replaceRun(session, lesson);
  else if (run !== null) await rewindTraining(session, run);
  return { revision: session.state.value.revision };
}
