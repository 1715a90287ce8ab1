// Layers <-> named tensors `<prefix>.<i>.weight` [outputs, inputs] and `<prefix>.<i>.bias` [outputs]: PyTorch's
// orientation, so that a Linear layer takes them as they are.
import type { LayerWeights } from '../contract/model.ts';
import { damaged, type Tensor } from './tensors.ts';

export function layerTensors(prefix: string, layers: readonly LayerWeights[]): Tensor[] {
  return layers.flatMap(({ inputs, outputs, weight, bias }, i) => [
    { name: `${prefix}.${i}.weight`, shape: [outputs, inputs], data: weight },
    { name: `${prefix}.${i}.bias`, shape: [outputs], data: bias },
  ]);
}

/**
 * The `count` layers named `prefix`, taken out of `tensors`. Throws AppError model_damaged where one is missing, has another
 * shape than its neighbours need, or holds a number that is not finite.
 */
export function takeLayers(
  prefix: string,
  count: number,
  tensors: Map<string, Tensor>,
  path: string,
): LayerWeights[] {
  const layers: LayerWeights[] = [];
  for (let i = 0; i < count; i++) {
    const weight = take(`${prefix}.${i}.weight`, tensors, path);
    const bias = take(`${prefix}.${i}.bias`, tensors, path);
    const [outputs, inputs] = weight.shape;
    if (outputs === undefined || inputs === undefined || weight.shape.length !== 2) {
      throw damaged(path, `tensor "${weight.name}" has ${weight.shape.length} dimensions instead of 2`);
    }
    if (bias.shape.length !== 1 || bias.shape[0] !== outputs) {
      throw damaged(
        path,
        `tensor "${bias.name}" has shape [${bias.shape.join(', ')}] instead of [${outputs}]`,
      );
    }
    const before = layers.at(-1);
    if (before !== undefined && before.outputs !== inputs) {
      throw damaged(
        path,
        `layer ${i} takes ${inputs} inputs; the layer before it puts out ${before.outputs}`,
      );
    }
    layers.push({ inputs, outputs, weight: weight.data, bias: bias.data });
  }
  return layers;
}

function take(name: string, tensors: Map<string, Tensor>, path: string): Tensor {
  const tensor = tensors.get(name);
  if (tensor === undefined) throw damaged(path, `tensor "${name}" is missing`);
  if (!tensor.data.every(Number.isFinite)) {
    throw damaged(path, `tensor "${name}" holds a number that is not finite`);
  }
  tensors.delete(name);
  return tensor;
}
