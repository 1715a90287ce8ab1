// The raw exports of the addon, and where its file is: in a source tree, beside dist, or unpacked next to a packaged app's
// archive. Only load.ts and the engine's own tests use it.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '../contract/issues/errors.ts';
import type { Floats, LayerWeights } from '../contract/model.ts';
import type { Statistics } from '../contract/run/insight.ts';
import type { LossNumbers } from '../contract/spec/losses.ts';
import type { Precision } from '../contract/spec/spec.ts';
import type { PlainForm, PlainRows, RankedNumbers } from '../contract/table/tableEngine.ts';
import type { EngineRun, Isa } from './engine.ts';
import type {
  Cancellable,
  CheckedGradients,
  InsightEngine,
  LeastSquaresProblem,
  LeastSquaresSolution,
  LookProblem,
  PlaneProblem,
  RangeTest,
} from './insight.ts';
import type { ProductShape } from './productTiming.ts';
import type { EngineLoss, FeatureMatrix, NetworkConfig, Rows, RunConfig } from './runConfig.ts';

export interface Addon {
  info(): { isa: Isa; threads: number; available: Isa[] };
  Run: new (config: RunConfig & { memoryBudget: number }) => EngineRun;
  Matrix: new (
    rows: number,
    columns: number,
    precision: Precision,
    memoryBudget: number,
    runs?: number,
  ) => FeatureMatrix;
  forward<Numbers extends Floats>(
    network: NetworkConfig,
    members: LayerWeights<Numbers>[][],
    features: Numbers | FeatureMatrix,
    rows: number,
    threads: number,
    memoryBudget: number,
  ): Cancellable<Numbers>;
  /** The mean loss over all rows and its gradients, in the precision of the features. Runs synchronously on this thread: for
   *  tests and small networks. Absent settings have the contract's defaults. */
  gradients<Numbers extends Floats>(
    network: NetworkConfig,
    loss: EngineLoss,
    layers: LayerWeights<Numbers>[],
    rows: Rows,
    lossSettings?: LossNumbers,
  ): { loss: number; layers: LayerWeights<Numbers>[] };
  leastSquares(problem: LeastSquaresProblem, memoryBudget: number): Cancellable<LeastSquaresSolution>;
  walk(problem: LookProblem, memoryBudget: number): ReturnType<InsightEngine['walk']>;
  statistics(problem: LookProblem, memoryBudget: number): Cancellable<Omit<Statistics, 'rows'>>;
  gradientCheck(
    problem: LookProblem & { parameters: number; seed: number },
    memoryBudget: number,
  ): Cancellable<CheckedGradients>;
  rangeTest(
    config: RunConfig & { memoryBudget: number },
    range: { from: number; to: number; steps: number },
  ): Cancellable<RangeTest>;
  lossGradient(
    problem: LookProblem,
    memoryBudget: number,
  ): Cancellable<Awaited<ReturnType<InsightEngine['lossGradient']>>>;
  lossPlane(problem: PlaneProblem, memoryBudget: number): Cancellable<Float64Array>;
  readPlainRows(bytes: Uint8Array, form: PlainForm, room: Float64Array): Cancellable<PlainRows | null>;
  rankNumbers(values: Float64Array, ranks: number[]): Cancellable<RankedNumbers>;
  timeProduct(
    shape: ProductShape,
    threads: number,
    samples: number,
    memoryBudget: number,
  ): Cancellable<Float64Array>;
  timePeak(threads: number, samples: number): Cancellable<Float64Array>;
}

const addonFile = join('build', 'Release', 'chainrule.node');

/** Searches in `start` and all folders above it; null where none of them has it. */
export function findAddon(start: string): string | null {
  let folder = start;
  while (true) {
    // A library cannot be loaded from inside an archive: packaging puts it beside the archive.
    const candidate = join(folder, addonFile).replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');
    if (existsSync(candidate)) return candidate;
    const parent = dirname(folder);
    if (parent === folder) return null;
    folder = parent;
  }
}

export function loadAddon(): Addon {
  const file = findAddon(dirname(fileURLToPath(import.meta.url)));
  if (file === null) {
    const reason = `${addonFile} was not found`;
    throw new AppError('engine_missing', 'The engine is not built: run "npm run build" first.', { reason });
  }
  try {
    return createRequire(import.meta.url)(file) as Addon;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError(
      'engine_missing',
      `The engine could not be loaded: ${reason}. Run "npm run build" again.`,
      { reason },
      { cause },
    );
  }
}
