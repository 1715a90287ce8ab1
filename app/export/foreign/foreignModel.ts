// A foreign stack of dense layers -> what a model file holds: its tensors, and a spec and a preparation that say no more than the stack does. Inputs
// are numbers as they are, or scaled where the file does that first; the settings of a training are defaults, which no training used.

import type { NormalizationWeights, Preparation } from '../../contract/model.ts';
import { layerDefaults, newLayer, newOutput } from '../../contract/spec/layers.ts';
import { lossOfTask } from '../../contract/spec/losses.ts';
import { newOptimizer } from '../../contract/spec/optimizers.ts';
import { defaultSplit, type RunSpec, specVersion, trainingDefaults } from '../../contract/spec/spec.ts';
import type { Task } from '../../contract/spec/task.ts';
import { freeNames } from '../freeNames.ts';
import { layerTensors } from '../layerTensors.ts';
import { modelFormat } from '../modelKind.ts';
import type { Tensor } from '../tensors.ts';
import type { ForeignNetwork } from './foreignNetwork.ts';
import type { Norm, ReadLayer } from './stack.ts';

export function foreignModel(network: ForeignNetwork): {
  tensors: Tensor[];
  metadata: Record<string, string>;
} {
  const preparation = preparationOf(network);
  const metadata = {
    format: modelFormat,
    formatVersion: '1',
    spec: JSON.stringify(specOf(network, preparation)),
    preparation: JSON.stringify(preparation),
    metrics: 'null',
  };
  return { tensors: layerTensors('layers', network.layers.map(weightsOf)), metadata };
}

function preparationOf({ inputs, scaling, layers, output }: ForeignNetwork): Preparation {
  const names = freeNames([], inputs.flatMap(numbered));
  const columns = names.map((column, k) => {
    // factor * x + offset = (x - mean) / scale
    const factor = scaling?.factor[k] ?? 1;
    const mean = -(scaling?.offset[k] ?? 0) / factor + 0;
    return { kind: 'numeric' as const, column, median: mean, mean, scale: 1 / factor };
  });
  const { outputs } = layers.at(-1)!;
  if (output.kind === 'numbers') {
    const targets = freeNames(names, numbered({ name: output.name, width: outputs }));
    const target = targets.map((name) => ({ name, mean: 0, scale: 1 }));
    return { inputs: columns, target: { kind: 'numeric', columns: target, link: 'identity' } };
  }
  const count = outputs === 1 ? 2 : outputs;
  const classes =
    output.names?.length === count ? output.names : Array.from({ length: count }, (_, k) => String(k));
  return { inputs: columns, target: { kind: 'class', column: freeNames(names, ['class'])[0]!, classes } };
}

function numbered({ name, width }: { name: string; width: number }): string[] {
  return width === 1 ? [name] : Array.from({ length: width }, (_, k) => `${name} ${k + 1}`);
}

function weightsOf({ inputs, outputs, weight, bias, norm }: ReadLayer) {
  const layer = { inputs, outputs, weight: Float32Array.from(weight), bias: Float32Array.from(bias) };
  return norm === undefined ? layer : { ...layer, normalization: normalizationOf(norm) };
}

function normalizationOf(norm: Norm): NormalizationWeights {
  const [gamma, beta] = [Float32Array.from(norm.gamma), Float32Array.from(norm.beta)];
  if (norm.kind === 'layer') return { kind: 'layer', gamma, beta };
  const [mean, variance] = [Float32Array.from(norm.mean), Float32Array.from(norm.variance)];
  return { kind: 'batch', gamma, beta, mean, variance };
}

function specOf({ layers }: ForeignNetwork, { inputs, target }: Preparation): RunSpec {
  const targets = target.kind === 'class' ? [target.column] : target.columns.map(({ name }) => name);
  const task = taskOf(target);
  const type = task === 'regression' ? 'number' : 'category';
  return {
    version: specVersion,
    seed: 0,
    data: {
      task,
      columns: [
        ...inputs.map(({ column: name }) => ({ name, role: 'feature' as const, type: 'number' as const })),
        ...targets.map((name) => ({ name, role: 'target' as const, type: type as 'number' | 'category' })),
      ],
      split: { ...defaultSplit },
    },
    model: { layers: layers.slice(0, -1).map(layerSpec), output: newOutput() },
    training: {
      ...trainingDefaults,
      ...{ loss: lossOfTask[task], optimizer: newOptimizer('adam') },
      ...{ batchSize: 32, epochs: 100, patience: 0 },
    },
  };
}

function layerSpec({ outputs, activation, norm }: ReadLayer) {
  return newLayer(outputs, activation, { normalization: norm?.kind ?? layerDefaults.normalization });
}

function taskOf(target: Preparation['target']): Task {
  if (target.kind === 'numeric') return 'regression';
  return target.classes.length === 2 ? 'binary' : 'multiclass';
}
