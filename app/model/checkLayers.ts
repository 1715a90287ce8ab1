// Issues of the network: layers that cannot learn, or that do not do what their settings say.
import type { Issue } from '../contract/issues/issues.ts';
import type { InitialLayer } from '../contract/spec/initialWeights.ts';
import {
  beginsAlike,
  type LayerSpec,
  scaledInitializers,
  usualInitializer,
} from '../contract/spec/layers.ts';
import type { RunSpec } from '../contract/spec/spec.ts';
import { evenBatch, setting, settings } from './fixes.ts';

export function checkLayers(spec: RunSpec, trainRows: number): Issue[] {
  return spec.model.layers.flatMap((layer, i) => {
    const path = `model.layers.${i}`;
    const found = [
      layer.activation === 'step' ? untrainable(path, i + 1) : null,
      scale(layer, path),
      alike(layer, path, i, spec.model.initialWeights?.[i]),
      layer.normalization === 'batch' ? singleRow(spec, path, trainRows) : null,
    ];
    return found.filter((issue) => issue !== null);
  });
}

export function checkOutput(spec: RunSpec): Issue[] {
  const found = scale(spec.model.output, 'model.output');
  return found === null ? [] : [found];
}

function untrainable(path: string, layer: number): Issue {
  return {
    code: 'step_untrainable',
    severity: 'error',
    stage: 'model',
    path: `${path}.activation`,
    message: `Hidden layer ${layer} cannot be trained: the derivative of its activation, a step, is 0 everywhere, so no gradient reaches the weights before it. Choose sigmoid, a smooth step.`,
    values: { layer },
    remedies: [
      settings({ [`${path}.activation`]: 'sigmoid', [`${path}.initializer`]: usualInitializer('sigmoid') }),
    ],
  };
}

type Start = Pick<RunSpec['model']['output'], 'initializer' | 'initializerScale'>;

function scale({ initializer, initializerScale }: Start, path: string): Issue | null {
  if (initializer === 'constant' || !scaledInitializers.includes(initializer)) return null;
  if (initializerScale >= 0) return null;
  return {
    code: 'initializer_scale_negative',
    severity: 'error',
    stage: 'model',
    path: `${path}.initializerScale`,
    message: `The initial weights are ${initializer} with a scale of ${initializerScale}; the scale must be 0 or more.`,
    values: { initializer, scale: initializerScale },
    remedies: [setting(`${path}.initializerScale`, -initializerScale)],
  };
}

function alike(layer: LayerSpec, path: string, index: number, given: InitialLayer | undefined): Issue | null {
  if (!beginsAlike(layer, given)) return null;
  const number = index + 1;
  return {
    code: 'weights_alike',
    severity: 'warning',
    stage: 'model',
    path: given === undefined ? `${path}.initializer` : `model.initialWeights.${index}`,
    message: `All weights of hidden layer ${number} start with the same value, so its units get the same gradients and stay identical: it learns no more than one unit.`,
    values: { layer: number },
    remedies: [
      given === undefined
        ? setting(`${path}.initializer`, usualInitializer(layer.activation))
        : { kind: 'drawnWeights' },
    ],
  };
}

const usualBatch = 32;

/** The rows of the smallest batch of an epoch; one row has no spread to be normalised by. */
function singleRow(spec: RunSpec, path: string, trainRows: number): Issue | null {
  const { batchSize } = spec.training;
  if (batchSize === 1 || (batchSize === 'full' && trainRows === 1)) {
    return {
      code: 'batch_norm_one_row',
      severity: 'error',
      stage: 'model',
      path: 'training.batchSize',
      message: `Batch normalisation needs at least 2 rows in a step; the batch size is ${batchSize}. Choose a larger batch, or layer normalisation.`,
      values: { batchSize },
      remedies: [
        ...(trainRows > 1 ? [setting('training.batchSize', Math.min(usualBatch, trainRows))] : []),
        setting(`${path}.normalization`, 'layer'),
      ],
    };
  }
  if (batchSize === 'full' || trainRows <= batchSize || trainRows % batchSize !== 1) return null;
  return {
    code: 'batch_norm_last_row',
    severity: 'warning',
    stage: 'model',
    path: `${path}.normalization`,
    message: `With batches of ${batchSize} rows the last step of an epoch has 1 of the ${trainRows} rows, which batch normalisation turns into 0. Choose another batch size.`,
    values: { batchSize, rows: trainRows },
    remedies: [setting('training.batchSize', evenBatch(batchSize, trainRows))],
  };
}
