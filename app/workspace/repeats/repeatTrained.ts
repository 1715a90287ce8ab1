// What is kept of one repeat, and the two ways of training it: in memory only, scored on its test rows; or as a run of its own.
import path from 'node:path';
import type { Change } from '../../contract/run/training.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import type { Split } from '../../dataset/split/split.ts';
import { metricsOfEach } from '../../evaluation/comparison/compare.ts';
import { fingerprint } from '../../export/fingerprint.ts';
import { rounded } from '../../export/rounding.ts';
import { RunFolder } from '../../storage/runFolder.ts';
import { readyProgress } from '../../training/readyProgress.ts';
import type { Training } from '../../training/training.ts';
import type { Work } from '../cohort/cohort.ts';
import { memoryTraining } from '../cohort/memoryTraining.ts';
import type { SharedRows } from '../cohort/sharedRows.ts';
import { endRun, type Trained } from '../runs/endRun.ts';
import { settingsByFolds } from '../runs/epochsByFolds.ts';
import { LiveRun } from '../runs/liveRun.ts';
import { createTraining } from '../runs/trainingCalls.ts';
import { fitBaselines, linearModel } from '../scoring/baselines.ts';
import { predictRows, scorePart } from '../scoring/score.ts';
import type { Ground } from '../table/ground.ts';
import type { OpenTable } from '../table/openTable.ts';
import { planSpec, refuseBlocked } from '../table/planSpec.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import type { RepeatResult } from './liveRepeats.ts';

/** The simple models of each split, fitted once: several seeds share theirs. */
export type FittedBaselines = WeakMap<Split, ReturnType<typeof fitBaselines>>;

interface InMemoryOptions {
  rows: SharedRows;
  threads: number;
  changes: readonly Change[];
  fitted: FittedBaselines;
}

/** Trained and scored in memory. */
export function inMemory(
  session: WorkspaceSession,
  spec: RunSpec,
  { rows, threads, changes, fitted }: InMemoryOptions,
): Work<RepeatResult> {
  const { engine } = session.options;
  let ground: Ground | null = null;
  return {
    async begin(changed) {
      const prepared = await rows.of(spec);
      const settings = await settingsByFolds(engine, prepared.ground, threads);
      ground = { ...prepared.ground, settings };
      return memoryTraining(engine, { ...prepared, ground }, { threads, changes, changed });
    },
    async finish(training) {
      if (ground === null) throw new Error('A training that has ended has rows.');
      return scored(session, ground, training, fitted);
    },
  };
}

async function scored(
  { options: { engine } }: WorkspaceSession,
  { spec, preparation, table, split }: Ground,
  training: Training,
  fitted: FittedBaselines,
): Promise<RepeatResult> {
  const layers = rounded(training.weights('best'));
  const { train, validation, test } = split;
  const result = {
    rows: { train: train.length, validation: validation.length, test: test.length },
    fingerprint: fingerprint(layers),
  };
  // What diverged counts nowhere, and its outputs may not be finite.
  if (test.length === 0 || training.progress.state !== 'finished') return { ...result, scores: null };
  const model = { spec, preparation };
  if (!fitted.has(split)) fitted.set(split, fitBaselines(engine, model, table, split));
  const baselines = (await fitted.get(split)) ?? null;
  if (baselines === null) return { ...result, scores: null };
  const { guess, linear } = baselines;
  const { truth, predictions: network } = await scorePart(
    engine,
    { ...model, members: [layers] },
    table,
    test,
  );
  const simple = linear && (await predictRows(engine, linearModel(model, linear), table, test)).predictions;
  return { ...result, scores: await metricsOfEach({ truth, network, linear: simple, guess }) };
}

/** Trained as a run in its folder, like any other run. `runs` gets it when it begins. */
export function asRun(
  session: WorkspaceSession,
  { open, spec, folder, threads }: { open: OpenTable; spec: RunSpec; folder: RunFolder; threads: number },
  begun: (run: LiveRun) => void,
): Work<RepeatResult> {
  let run: LiveRun | null = null;
  let trained: Trained | null = null;
  return {
    async begin(changed) {
      refuseBlocked(await planSpec(open.preparer, spec, []));
      run = new LiveRun(folder.id, spec, folder, {
        progress: readyProgress(spec.training.epochs),
        records: [],
        changes: [],
        startedAt: new Date().toISOString(),
        fileName: open.table.fileName,
      });
      const created = await createTraining(session, run, open, { threads }, changed);
      trained = created.trained;
      begun(run);
      return created.training;
    },
    async finish() {
      if (run === null || trained === null) throw new Error('A training that has ended has a run.');
      await endRun(session, run, trained);
      const { evaluation } = run;
      const { on, rows = null, comparison } = evaluation ?? {};
      return {
        rows,
        scores: on === 'test' && comparison !== undefined ? comparison : null,
        fingerprint: evaluation?.fingerprint ?? null,
      };
    },
  };
}

/** The folders of runs that are kept: each its own under the home folder, or by its name in `out`. None is left of those that were made
 *  where one cannot be. */
export async function createFolders(
  { options: { home } }: WorkspaceSession,
  out: string | undefined,
  names: readonly string[],
): Promise<RunFolder[]> {
  const folders: RunFolder[] = [];
  try {
    for (const name of names)
      folders.push(await RunFolder.create(out === undefined ? { home } : { out: path.join(out, name) }));
    return folders;
  } catch (error) {
    for (const folder of folders) await folder.discard();
    throw error;
  }
}
