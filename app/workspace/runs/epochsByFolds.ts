// How many epochs a network is trained where a spec leaves that to a cross-validation (`epochFolds`): each fold's network learns from all
// other folds and has its best epoch by its own fold; the median of these is trained on all rows. The same bits for any number of threads.

import type { Engine } from '../../engine/engine.ts';
import { Cohort, sharedThreads, type Work } from '../cohort/cohort.ts';
import { memoryTraining } from '../cohort/memoryTraining.ts';
import { MemberRows } from '../ensemble/memberRows.ts';
import type { EngineSettings } from '../spec/engineConfig.ts';
import type { Ground } from '../table/ground.ts';

/** The engine's settings for `ground`: those of its spec, or for the number of epochs that the folds have found. Throws the first failure of
 *  a fold's training, such as AppError out_of_memory. */
export async function settingsByFolds(
  engine: Engine,
  ground: Ground,
  threads: number,
): Promise<EngineSettings> {
  const { settings, spec, split } = ground;
  if (spec.training.epochFolds === undefined || spec.training.ensemble !== undefined) return settings;
  const bests = await bestEpochs(engine, ground, split.folds?.length ?? 0, threads);
  const epochs = median(bests) ?? settings.epochs;
  return { ...settings, epochs, patience: 0, stopping: { ...settings.stopping, monitor: 'trainingLoss' } };
}

/** Of each fold that has one; a training that diverges in its first epoch has none. */
async function bestEpochs(engine: Engine, ground: Ground, folds: number, threads: number): Promise<number[]> {
  const { atOnce, each } = sharedThreads(threads, folds);
  const cohort = new Cohort<number | null>({ atOnce, changed: () => {} });
  const rows = new MemberRows(ground);
  for (let fold = 0; fold < folds; fold++) cohort.add(foldWork(engine, rows, fold, each));
  await cohort.ended();
  const failed = cohort.members.find(({ failure }) => failure !== null);
  if (failed !== undefined) throw failed.cause;
  return cohort.members.flatMap(({ result }) => result ?? []);
}

function foldWork(engine: Engine, rows: MemberRows, fold: number, threads: number): Work<number | null> {
  return {
    begin: async (changed) => memoryTraining(engine, await rows.of({ seed: 0, fold }), { threads, changed }),
    finish: async ({ progress }) => progress.best?.epoch ?? null,
  };
}

/** Of an even number, the lower one of the two in the middle: fewer epochs overfit less. */
function median(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.ceil(values.length / 2) - 1];
}
