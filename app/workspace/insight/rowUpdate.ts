// The step that training would take for one row alone. The engine takes it: a run of one step from these weights and their
// optimizer state, in float64, without dropout. Where this is not possible for one row, the step is plain gradient descent.
import type { Floats, LayerWeights } from '../../contract/model.ts';
import type { Checkpoint } from '../../contract/run/training.ts';
import type { RowUpdate, Walk } from '../../contract/run/walk.ts';
import { slotsOf } from '../../contract/spec/optimizers.ts';
import { defaultStopping } from '../../contract/spec/stopping.ts';
import type { Engine, EngineRun, Snapshot } from '../../engine/engine.ts';
import type { LookProblem } from '../../engine/insight.ts';
import type { RunConfig } from '../../engine/runConfig.ts';
import type { FrozenWeights } from './frozenWeights.ts';

type Doubles = LayerWeights<Float64Array>;
/** Gradients of the row, by back-propagation. */
export type RowGradients = (Pick<Walk['layers'][number], 'dWeight' | 'dBias'> & {
  normalization: { dGamma: number[]; dBeta: number[] } | null;
})[];
type StepFrom = Pick<
  FrozenWeights,
  'settings' | 'layers' | 'state' | 'optimizer' | 'epoch' | 'step' | 'stepsPerEpoch'
>;

/** @param problem the problem with this one row. */
export async function rowUpdate(
  engine: Engine,
  weights: StepFrom,
  problem: LookProblem,
  gradients: RowGradients,
): Promise<RowUpdate> {
  const plain = plainReason(weights);
  const { learningRate } = weights.optimizer;
  const taken =
    plain === null
      ? await stepOf(engine, weights, problem)
      : { learningRate, layers: descended(problem, gradients, learningRate) };
  const { loss } = engine.walk({ ...problem, layers: taken.layers });
  return { plain, loss, learningRate: taken.learningRate, layers: taken.layers.map(shown) };
}

function plainReason({ settings, state, optimizer }: StepFrom): RowUpdate['plain'] {
  if (settings.network.layers.some(({ normalization }) => normalization === 'batch'))
    return 'batchNormalization';
  return state === 'notKept' && slotsOf(optimizer) > 0 ? 'stateNotKept' : null;
}

async function stepOf(
  engine: Engine,
  weights: StepFrom,
  problem: LookProblem,
): Promise<{ learningRate: number; layers: Doubles[] }> {
  const run = engine.createRun(configOf(weights, problem));
  try {
    const { learningRate } = await stepped(run);
    return { learningRate, layers: run.weights('last') as Doubles[] };
  } finally {
    run.dispose();
  }
}

/** Resolves after the step. */
function stepped(run: EngineRun): Promise<Snapshot> {
  return new Promise((resolve) => {
    run.onSnapshot((snapshot) => {
      if (snapshot.state !== 'ready' && snapshot.state !== 'running') resolve(snapshot);
    });
    run.step('batch');
  });
}

function configOf(weights: StepFrom, { rows }: LookProblem): RunConfig {
  const { settings, optimizer, epoch } = weights;
  const { network, schedule } = settings;
  // These schedules count steps, so the run needs as many steps per epoch as the original: the same row is repeated.
  const counted = schedule.type === 'warmupCosine' || schedule.type === 'oneCycle';
  const copies = counted ? weights.stepsPerEpoch : 1;
  const checkpoint = checkpointOf(weights);
  return {
    ...settings,
    network: { ...network, layers: network.layers.map((layer) => ({ ...layer, dropout: 0 })) },
    optimizer,
    batchSize: copies === 1 ? 'full' : 1,
    // An ended run gets one more epoch, so that it can take one more step.
    epochs: Math.max(settings.epochs, (epoch ?? 0) + 1),
    patience: 0,
    stopping: defaultStopping,
    precision: 'float64',
    ...(settings.initialLayers === undefined ? {} : { initialLayers: settings.initialLayers.map(inDouble) }),
    threads: 1,
    train: {
      rows: copies,
      features: repeated(rows.features, copies),
      targets: repeated(rows.targets, copies),
      weights: null,
    },
    validation: null,
    ...(checkpoint === null ? {} : { checkpoint }),
  };
}

function repeated(values: Floats, copies: number): Float64Array {
  const all = new Float64Array(values.length * copies);
  for (let copy = 0; copy < copies; copy++) all.set(values, copy * values.length);
  return all;
}

/** null before training has begun: the engine then creates the initial weights itself. */
function checkpointOf({ state, layers, epoch, step, stepsPerEpoch }: StepFrom): Checkpoint | null {
  if (state === 'initial') return null;
  const doubles = layers.map(inDouble);
  const weights = { layers: doubles, bestLayers: doubles };
  if (state !== 'notKept')
    return {
      ...state,
      ...weights,
      slots: state.slots.map((slots) => slots.map((slot) => Float64Array.from(slot))),
    };
  const position = { epoch: epoch ?? 0, step: step ?? (epoch ?? 0) * stepsPerEpoch };
  return { ...position, ...weights, best: null, sinceBest: 0, slots: [], scalars: [] };
}

/** The parameters in float64. */
function inDouble({ inputs, outputs, weight, bias, normalization }: LayerWeights<Floats>): Doubles {
  const double = (values: Floats) => Float64Array.from(values);
  return {
    inputs,
    outputs,
    weight: double(weight),
    bias: double(bias),
    ...(normalization === undefined
      ? {}
      : {
          normalization: {
            kind: normalization.kind,
            gamma: double(normalization.gamma),
            beta: double(normalization.beta),
            ...(normalization.mean === undefined ? {} : { mean: double(normalization.mean) }),
            ...(normalization.variance === undefined ? {} : { variance: double(normalization.variance) }),
          },
        }),
  };
}

/** One step of plain gradient descent; the bias of a layer without bias stays 0. */
function descended({ layers, network }: LookProblem, gradients: RowGradients, rate: number): Doubles[] {
  const down = (values: Float64Array, along: readonly number[]) =>
    values.map((value, k) => value - rate * along[k]!);
  return layers.map(inDouble).map((layer, index) => {
    const { dWeight, dBias, normalization } = gradients[index]!;
    const { weight, bias, normalization: own, ...shape } = layer;
    return {
      ...shape,
      weight: down(weight, dWeight.flat()),
      bias: network.layers[index]!.bias ? down(bias, dBias) : bias,
      ...(own === undefined || normalization === null
        ? {}
        : {
            normalization: {
              ...own,
              gamma: down(own.gamma, normalization.dGamma),
              beta: down(own.beta, normalization.dBeta),
            },
          }),
    };
  });
}

function shown({ inputs, outputs, weight, bias, normalization }: Doubles): RowUpdate['layers'][number] {
  return {
    weight: Array.from({ length: outputs }, (_, unit) => [
      ...weight.subarray(unit * inputs, (unit + 1) * inputs),
    ]),
    bias: [...bias],
    normalization:
      normalization === undefined ? null : { gamma: [...normalization.gamma], beta: [...normalization.beta] },
  };
}
