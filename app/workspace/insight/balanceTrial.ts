// What balanced class weights would change, before a person takes them: two short trainings of the workspace's spec in memory, with equal
// and with balanced weights, scored on the validation rows. The spec stays as it is.
import {
  type BalanceTrial,
  type BalanceTrialUpdate,
  balanceTrialLimits,
} from '../../contract/run/balanceTrial.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import { allMetrics } from '../../evaluation/metrics/allMetrics.ts';
import { rounded } from '../../export/rounding.ts';
import type { Training } from '../../training/training.ts';
import { Cohort, type Member, sharedThreads, type Work } from '../cohort/cohort.ts';
import { memoryTraining } from '../cohort/memoryTraining.ts';
import { scorePart } from '../scoring/score.ts';
import { engineRows } from '../spec/engineConfig.ts';
import { type Ground, groundOn, thinned } from '../table/ground.ts';
import { Watchable } from '../watchable.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';

type Scores = NonNullable<BalanceTrial['scores']>['equal'];

/** Both trainings end after this many seconds. */
const most = balanceTrialLimits.seconds.max;

/** Throws AppError dataset_needed, spec_refused (also where the target is a number), and what refuseBusy throws. */
export async function* tryBalance(
  session: WorkspaceSession,
  signal: AbortSignal | undefined,
): AsyncGenerator<BalanceTrialUpdate, void> {
  session.refuseBusy();
  const { open } = session;
  const { spec } = session.state.value;
  const grounds = [
    await groundOn(open, spec && shortened(spec, 'none')),
    await groundOn(open, spec && shortened(spec, 'balanced')),
  ];
  const { split } = grounds[0]!;
  const rows = thinned(split.train, balanceTrialLimits.rows.max);
  const validation = thinned(split.validation, balanceTrialLimits.scoredRows.max);
  const found = { rows: rows.length, ofRows: split.train.length, scoredRows: validation.length };
  if (validation.length === 0) {
    yield { kind: 'result', trial: { ...found, scores: null } };
    return;
  }
  const { atOnce, each } = sharedThreads(session.options.engine.info().threads, grounds.length);
  const changes = new Watchable(null);
  const cohort = new Cohort<Scores | null>({ atOnce, changed: (urgent) => changes.changed(urgent) });
  for (const ground of grounds) cohort.add(trialOf(session, ground, { rows, validation, threads: each }));
  try {
    for await (const _ of changes.watch(signal, () => cohort.over))
      yield { kind: 'progress', done: shareDone(cohort.members) };
    signal?.throwIfAborted();
  } finally {
    cohort.stop();
    await cohort.ended();
  }
  const [equal, balanced] = cohort.members.map(({ result }) => result);
  yield { kind: 'result', trial: { ...found, scores: equal && balanced ? { equal, balanced } : null } };
}

function shortened(spec: RunSpec, classWeights: 'none' | 'balanced'): RunSpec {
  const { training } = spec;
  const { lossSettings, stopping } = training;
  const seconds = Math.min(stopping.seconds ?? most, most);
  return {
    ...spec,
    training: {
      ...training,
      lossSettings: { ...lossSettings, classWeights },
      stopping: { ...stopping, seconds },
    },
  };
}

function trialOf(
  { options: { engine } }: WorkspaceSession,
  ground: Ground,
  { rows, validation, threads }: { rows: Uint32Array; validation: Uint32Array; threads: number },
): Work<Scores | null> {
  const { table, preparation, spec } = ground;
  return {
    async begin(changed) {
      const train = await engineRows(table, preparation, rows, ground);
      const held = await engineRows(table, preparation, validation, ground);
      return memoryTraining(engine, { ground, train, validation: held }, { threads, changed });
    },
    async finish(training) {
      if (training.progress.state !== 'finished') return null;
      const members = [rounded(training.weights('best'))];
      const { truth, predictions } = await scorePart(
        engine,
        { spec, preparation, members },
        table,
        validation,
      );
      const all = await allMetrics(truth, predictions);
      if (all.kind !== 'class') throw new Error('A target of classes has their metrics.');
      const { accuracy, balancedAccuracy } = all.metrics;
      return { accuracy, balancedAccuracy };
    },
  };
}

function shareDone(members: readonly Member<unknown>[]): number {
  const shares = members.map(({ over, training }) => (over ? 1 : training === null ? 0 : shareOf(training)));
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

const shareOf = ({ progress: { epoch, epochs, seconds } }: Training) =>
  Math.min(1, Math.max(epoch / epochs, seconds / most));
