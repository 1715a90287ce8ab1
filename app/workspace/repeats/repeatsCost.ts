// What repeats of a run will take, before they begin: how long, from the run's own time, and how much memory.
import { totalmem } from 'node:os';
import { limits } from '../../contract/limits.ts';
import { inputNames, outputCount } from '../../contract/model.ts';
import type { RepeatKind, RepeatsCost } from '../../contract/run/repeats.ts';
import { trainingMemory } from '../../model/memory.ts';
import { layerShapes, type Network, networkOf } from '../../model/network.ts';
import { sharedThreads } from '../cohort/cohort.ts';
import type { LiveRun } from '../runs/liveRun.ts';
import type { Ground } from '../table/ground.ts';

/** A step of fewer operations stays on one thread (native/nn/batch/thread_choice). */
const oneThread = 5e5;
/** Multiplications and additions per parameter and row of a step. */
const operations = 6;

export interface Cost extends RepeatsCost {
  /** Threads of each. */
  threads: number;
  /** Of one of them; null where unknown. */
  secondsEach: number | null;
}

/** @param threads all that may be used. */
export function repeatsCost(
  { ground, run, threads }: { ground: Ground; run: LiveRun | null; threads: number },
  kind: RepeatKind,
  count: number,
): Cost {
  const { spec, preparation, split } = ground;
  const network = networkOf(spec, inputNames(preparation).length, outputCount(preparation.target));
  const all = split.train.length + split.validation.length + split.test.length;
  const memory = trainingMemory(network, spec, all, { history: false });
  const most = Math.max(1, Math.floor(Math.min(limits.memory.max, totalmem()) / memory));
  const { atOnce, each } = sharedThreads(Math.min(threads, most), count);
  // Of a fold's other rows the same share learns as in the run.
  const rows = kind === 'seeds' ? 1 : ((count - 1) / count) * (all / (all - split.test.length));
  const alone = run === null ? null : secondsAlone(run, network, threads);
  const secondsEach = alone === null ? null : (alone * rows) / each;
  const seconds = secondsEach === null ? null : secondsEach * Math.ceil(count / atOnce);
  return { seconds, memory: memory * atOnce, atOnce, threads: each, secondsEach };
}

/** The run's time on one thread; null where it is not known. */
function secondsAlone({ progress, spec }: LiveRun, network: Network, threads: number): number | null {
  if (!(progress.seconds > 0)) return null;
  const { batchSize } = spec.training;
  const parameters = layerShapes(network).reduce((sum, shape) => sum + shape.parameters, 0);
  const rows = batchSize === 'full' ? Number.POSITIVE_INFINITY : batchSize;
  return progress.seconds * (operations * parameters * rows < oneThread ? 1 : threads);
}
