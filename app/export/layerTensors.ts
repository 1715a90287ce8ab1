// Layers <-> named tensors `<prefix>.<i>.weight` [outputs, inputs] and `<prefix>.<i>.bias` [outputs]: PyTorch's
// orientation, so that a Linear layer takes them as they are. Of a normalised layer also `norm.weight`, `norm.bias` and, of
// batch normalisation, `norm.running_mean` and `norm.running_var`, as PyTorch's BatchNorm1d and LayerNorm call them.
import type { Floats, LayerWeights, NormalizationWeights } from '../contract/model.ts';
import { damaged, type Tensor } from './tensors.ts';

export function layerTensors(prefix: string, layers: readonly LayerWeights<Floats>[]): Tensor[] {
  return layers.flatMap((layer, i) => {
    const { inputs, outputs, weight, bias, normalization } = layer;
    const named: [name: string, shape: number[], data: Floats | undefined][] = [
      ['weight', [outputs, inputs], weight],
      ['bias', [outputs], bias],
      ['norm.weight', [outputs], normalization?.gamma],
      ['norm.bias', [outputs], normalization?.beta],
      ['norm.running_mean', [outputs], normalization?.mean],
      ['norm.running_var', [outputs], normalization?.variance],
    ];
    return named.flatMap(([name, shape, data]) =>
      data === undefined ? [] : [{ name: `${prefix}.${i}.${name}`, shape, data }],
    );
  });
}

/** Takes the `count` layers named `prefix` out of `tensors`. Throws AppError model_damaged if one is missing, does not fit the
 *  shape of its neighbours, or has a number that is not finite. */
export function takeLayers(
  prefix: string,
  count: number,
  tensors: Map<string, Tensor>,
  path: string,
): LayerWeights<Floats>[] {
  const layers: LayerWeights<Floats>[] = [];
  for (let i = 0; i < count; i++) {
    const weight = take(`${prefix}.${i}.weight`, tensors, path);
    const [outputs, inputs] = weight.shape;
    if (outputs === undefined || inputs === undefined || weight.shape.length !== 2) {
      throw damaged(path, `tensor "${weight.name}" has ${weight.shape.length} dimensions instead of 2`);
    }
    const bias = takeVector(`${prefix}.${i}.bias`, outputs, tensors, path);
    const before = layers.at(-1);
    if (before !== undefined && before.outputs !== inputs) {
      throw damaged(
        path,
        `layer ${i} takes ${inputs} inputs; the layer before it puts out ${before.outputs}`,
      );
    }
    const normalization = takeNormalization(`${prefix}.${i}.norm`, outputs, tensors, path);
    layers.push({
      inputs,
      outputs,
      weight: weight.data,
      bias,
      ...(normalization === null ? {} : { normalization }),
    });
  }
  return layers;
}

/** Batch normalisation has running statistics, layer normalisation has none. */
function takeNormalization(
  prefix: string,
  outputs: number,
  tensors: Map<string, Tensor>,
  path: string,
): NormalizationWeights<Floats> | null {
  if (!tensors.has(`${prefix}.weight`)) return null;
  const vector = (name: string) => takeVector(`${prefix}.${name}`, outputs, tensors, path);
  const gamma = vector('weight');
  const beta = vector('bias');
  if (!tensors.has(`${prefix}.running_mean`)) return { kind: 'layer', gamma, beta };
  const mean = vector('running_mean');
  const variance = vector('running_var');
  if (variance.some((value) => value < 0)) {
    throw damaged(path, `tensor "${prefix}.running_var" holds a number below 0`);
  }
  return { kind: 'batch', gamma, beta, mean, variance };
}

function takeVector(name: string, length: number, tensors: Map<string, Tensor>, path: string): Floats {
  const { shape, data } = take(name, tensors, path);
  if (shape.length === 1 && shape[0] === length) return data;
  throw damaged(path, `tensor "${name}" has shape [${shape.join(', ')}] instead of [${length}]`);
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
