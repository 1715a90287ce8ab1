// Linear models fitted by the engine: least squares for numbers, logistic regression for classes. Logistic regression has the L2
// penalty that scikit-learn's LogisticRegression has by default (C = 1): half the squared weights over the number of rows; biases
// are free.
import { newLayer } from '../../contract/spec/layers.ts';
import { defaultLossSettings } from '../../contract/spec/losses.ts';
import { newOptimizer } from '../../contract/spec/optimizers.ts';
import { defaultRegularization } from '../../contract/spec/regularization.ts';
import { defaultSchedule } from '../../contract/spec/schedules.ts';
import { defaultStopping } from '../../contract/spec/stopping.ts';
import type { Engine, EngineRun } from '../../engine/engine.ts';
import type { Rows } from '../../engine/runConfig.ts';

/** Its output k is weight[k] . inputs + bias[k]. */
export interface LinearFit {
  /** [outputs, inputs], row-major. */
  weight: Float32Array;
  /** [outputs]. */
  bias: Float32Array;
}

/** As many as scikit-learn takes. */
const mostSteps = 100;

export async function leastSquaresFit(
  engine: Engine,
  rows: Rows,
  inputs: number,
  outputs: number,
): Promise<LinearFit> {
  const found = await engine.leastSquares({ ...rows, inputs, outputs });
  return { weight: Float32Array.from(found.coefficients), bias: Float32Array.from(found.intercepts) };
}

/** One output, whose targets are 0 and 1, or one for each class, whose targets are class indices. */
export async function logisticFit(
  engine: Engine,
  rows: Rows,
  inputs: number,
  outputs: number,
): Promise<LinearFit> {
  const run = engine.createRun({
    network: { inputs, layers: [newLayer(outputs, 'linear')] },
    loss: outputs === 1 ? 'binaryCrossEntropy' : 'categoricalCrossEntropy',
    lossSettings: defaultLossSettings,
    optimizer: newOptimizer('lbfgs', { weightDecay: 1 / rows.rows }),
    schedule: defaultSchedule,
    regularization: defaultRegularization,
    stopping: defaultStopping,
    batchSize: 'full',
    epochs: mostSteps,
    patience: 0,
    precision: rows.features instanceof Float64Array ? 'float64' : 'float32',
    seed: 0,
    threads: engine.info().threads,
    train: rows,
    validation: null,
    changes: [],
  });
  try {
    await untilEnded(run);
    const [layer] = run.weights('last');
    return { weight: Float32Array.from(layer!.weight), bias: Float32Array.from(layer!.bias) };
  } finally {
    run.dispose();
  }
}

function untilEnded(run: EngineRun): Promise<void> {
  return new Promise((resolve) => {
    run.onSnapshot(({ state }) => {
      if (state !== 'ready' && state !== 'running') resolve();
    });
    run.start();
  });
}
