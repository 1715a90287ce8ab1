// Starts, follows and ends repeats of a training: of the current run, whose result is kept with it, or of specs that each become a run
// of their own.
import { AppError } from '../../contract/issues/errors.ts';
import type { MainMetric } from '../../contract/run/comparison.ts';
import type { Evaluation } from '../../contract/run/evaluation.ts';
import type {
  KeptRepeats,
  KeptRepeatsStart,
  RepeatKind,
  RepeatsCost,
  RepeatsInput,
  RepeatsUpdate,
} from '../../contract/run/repeats.ts';
import { endedStates } from '../../contract/run/training.ts';
import { summarize } from '../../evaluation/repeats/summarize.ts';
import { withoutOff } from '../../model/switchedOff.ts';
import { inBackground } from '../bugs.ts';
import { sharedThreads } from '../cohort/cohort.ts';
import { SharedRows } from '../cohort/sharedRows.ts';
import type { LiveRun } from '../runs/liveRun.ts';
import { runOf } from '../runs/runCalls.ts';
import { type Ground, groundOn } from '../table/ground.ts';
import { planSpec, refuseBlocked } from '../table/planSpec.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { LiveRepeats, type RepeatsParts } from './liveRepeats.ts';
import { repeatNumber, repeatSpecs } from './repeatSpecs.ts';
import { repeatsCost } from './repeatsCost.ts';
import { asRun, createFolders, inMemory } from './repeatTrained.ts';

type Done = { revision: number };

/** Throws what startRepeats throws before it begins. */
export async function costOf(session: WorkspaceSession, input: RepeatsInput): Promise<RepeatsCost> {
  const run = repeatable(session, input.runId);
  const { threads } = session.options.engine.info();
  const { seconds, memory, atOnce } = repeatsCost(
    { ground: await groundOn(session.open, run.spec), run, threads },
    input.kind,
    input.count,
  );
  return { seconds, memory, atOnce };
}

/** Throws AppError run_not_found, repeats_refused, dataset_needed, spec_refused, and what refuseBusy throws. */
export async function startRepeats(
  session: WorkspaceSession,
  {
    runId,
    kind,
    count,
    threads = session.options.engine.info().threads,
  }: RepeatsInput & { threads?: number | undefined },
): Promise<Done> {
  session.refuseBusy();
  const run = repeatable(session, runId);
  const { open } = session;
  const ground = await groundOn(open, run.spec);
  const specs = repeatSpecs(run.spec, kind, count);
  // The folds are all alike: one that cannot be made tells of all of them.
  await groundOn(open, specs[0]!);
  session.refuseBusy();
  const cost = repeatsCost({ ground, run, threads }, kind, count);
  const shared = {
    rows: new SharedRows(open!),
    threads: cost.threads,
    changes: run.changes,
    fitted: new WeakMap(),
  };
  const works = specs.map((spec) => inMemory(session, spec, shared));
  const numbers = specs.map((spec) => repeatNumber(spec, kind));
  const live = begun(session, { run, kind, numbers, main: mainOf(run, ground), ...cost });
  const keep = () => keepWithRun(session, run, live);
  return carriedOut(session, live, () => live.carryOut(works, keep));
}

/** Throws AppError dataset_needed, spec_refused, folder_not_empty, and what refuseBusy throws. */
export async function keepRepeats(
  session: WorkspaceSession,
  { kind, specs: whole, threads = session.options.engine.info().threads, out }: KeptRepeatsStart,
): Promise<Done> {
  session.refuseBusy();
  const { open } = session;
  if (open === null)
    throw new AppError('dataset_needed', 'There is no table to train on; open a file first.');
  const specs = whole.map(withoutOff);
  if (specs.some(({ training }) => training.ensemble !== undefined))
    throw refused(
      'ensemble',
      'An ensemble is not repeated: each of its networks has left other rows out already. Train one network to repeat it.',
    );
  refuseBlocked(await planSpec(open.preparer, specs[0]!, []));
  const { atOnce, each } = sharedThreads(threads, specs.length);
  const numbers = specs.map((spec) => repeatNumber(spec, kind));
  const folders = await createFolders(
    session,
    out,
    numbers.map((number) => `${kind === 'folds' ? 'fold' : 'seed'}-${number}`),
  );
  const live = begun(session, { run: null, kind, numbers, main: null, atOnce, secondsEach: null });
  const works = specs.map((spec, k) =>
    asRun(session, { open, spec, folder: folders[k]!, threads: each }, (run) => {
      live.runs.set(numbers[k]!, run);
    }),
  );
  // Those that never began leave nothing.
  const keep = async () => {
    for (const [k, folder] of folders.entries()) if (!live.runs.has(numbers[k]!)) await folder.discard();
  };
  return carriedOut(session, live, () => live.carryOut(works, keep));
}

function begun(session: WorkspaceSession, parts: RepeatsParts): LiveRepeats {
  const live = new LiveRepeats(parts, () => {
    if (session.repeats === live) session.change({ repeats: live.view() });
  });
  session.repeats = live;
  return live;
}

function carriedOut(session: WorkspaceSession, live: LiveRepeats, work: () => Promise<void>): Done {
  void inBackground('while a training was repeated', async () => {
    await work();
    // No `await` in between: when the stream has ended, the state says so.
    if (session.repeats === live) session.change({ repeats: live.view() });
    live.ended();
  });
  return session.change({ repeats: live.view() });
}

/** An ended run on the table that it was trained on, from random weights. Throws AppError run_not_found, repeats_refused. */
function repeatable(session: WorkspaceSession, runId: string): LiveRun {
  const run = runOf(session, runId);
  if (run.given?.newRows != null || run.given?.shown != null)
    throw refused(
      'shownModel',
      'This model is shown on rows that are new to it; open the table that it was trained on to repeat its training.',
    );
  if (run.spec.training.ensemble !== undefined)
    throw refused(
      'ensemble',
      'An ensemble is not repeated: each of its networks has left other rows out already. Train one network to repeat it.',
    );
  if (run.parent?.from === 'weights')
    throw refused(
      'otherWeights',
      'This run began from the weights of another model, which may have learned from the test rows of a fold; train it from random weights to repeat it.',
    );
  if (!endedStates.includes(run.progress.state) || run.busy)
    throw refused('notEnded', 'This run has not ended; it can be repeated when it has.');
  return run;
}

function refused(why: string, sentence: string): AppError {
  return new AppError('repeats_refused', sentence, { why });
}

function mainOf({ evaluation }: LiveRun, { spec }: Ground): MainMetric {
  const known = evaluation?.comparison?.main;
  if (known !== undefined) return known;
  if (spec.data.task !== 'regression') return 'accuracy';
  return spec.data.columns.filter(({ role }) => role === 'target').length === 1 ? 'mae' : 'r2';
}

/** In the run's folder, beside its other files; where that fails, in memory as long as the run is open. */
async function keepWithRun(session: WorkspaceSession, run: LiveRun, live: LiveRepeats): Promise<void> {
  const kept = live.kept();
  if (kept === null) return;
  run.repeats = { ...(run.repeats ?? { version: 1 }), [live.kind]: kept };
  const { repeats } = run;
  if (session.live === run) session.change({ run: run.view() });
  if (session.looksOn || run.unsaved) return;
  await inBackground('while repeats were saved', async () => {
    await run.folder.lock();
    try {
      await run.folder.writeRepeats(repeats);
    } finally {
      await run.folder.release();
    }
  });
}

/** Ends those in progress; does nothing where there are none. */
export function stopRepeats(session: WorkspaceSession): Done {
  if (session.repeats?.busy) session.repeats.stop();
  return { revision: session.state.value.revision };
}

/** Throws AppError run_not_found for another run than the current one. */
export function updatesOf(
  session: WorkspaceSession,
  { runId, kind }: { runId: string | null; kind: RepeatKind },
  signal: AbortSignal | undefined,
): AsyncGenerator<RepeatsUpdate, void> {
  const { repeats } = session;
  const run = runId === null ? null : runOf(session, runId);
  // A run that was closed and opened again has what its folder keeps.
  if (repeats !== null && repeats.run === run && repeats.kind === kind) {
    const known = run?.repeats?.[kind];
    // Repeats that were stopped too early leave those before them.
    if (repeats.busy || !known || known.startedAt === repeats.startedAt) return repeats.updates(signal);
  }
  return keptUpdate(run, kind);
}

async function* keptUpdate(run: LiveRun | null, kind: RepeatKind): AsyncGenerator<RepeatsUpdate, void> {
  const kept = run?.repeats?.[kind];
  if (run === null || kept === undefined) {
    yield { state: 'none', members: [], summary: null, secondsLeft: null };
    return;
  }
  const members = kept.members.map((member) => ({ ...member, from: 0 }));
  const summary = summaryOf(run.evaluation, kind, kept);
  const stopped = members.some(({ state }) => state === 'stopped');
  yield { state: stopped ? 'stopped' : 'finished', members, summary, secondsLeft: null };
}

/** What kept repeats show together; null where too few have ended with scores. */
export function summaryOf(evaluation: Evaluation | null, kind: RepeatKind, { members }: KeptRepeats) {
  const main = evaluation?.comparison?.main ?? fallbackMain(members);
  return main === null ? null : summarize(kind, main, members);
}

function fallbackMain(members: KeptRepeats['members']): MainMetric | null {
  const scores = members.find((member) => member.scores !== null)?.scores;
  if (!scores) return null;
  if (scores.metrics.kind === 'class') return 'accuracy';
  return scores.metrics.targets.length === 1 ? 'mae' : 'r2';
}

/** Makes a run that was trained as one of the repeats the current run. Throws AppError run_not_found. */
export async function takeRepeat(session: WorkspaceSession, number: number): Promise<Done> {
  session.refuseBusy();
  const run = session.repeats?.runs.get(number);
  if (run === undefined)
    throw new AppError('run_not_found', `There is no run ${number} among the repeats.`, {
      run: String(number),
    });
  const before = session.live;
  session.live = run;
  if (before !== run) await before?.close();
  return session.change({ run: run.view() });
}
