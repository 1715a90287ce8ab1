// Tensors by name with the texts beside them, as every container of the model file has them -> what docs/model-format.md says they mean, for
// the check by golden rows. What does not fit throws an Error.
import type { ReferenceLayer, ReferenceModel, ReferenceNorm } from './reference.ts';

export interface NamedNumbers {
  name: string;
  shape: readonly number[];
  /** Row-major. */
  data: Float32Array | Float64Array;
}

type Named = ReadonlyMap<string, NamedNumbers>;

type Metadata = Readonly<Record<string, string>>;

/** @param metadata JSON texts: `spec`, `preparation`, and what `meaningOf` reads */
export function tensorModel(tensors: readonly NamedNumbers[], metadata: Metadata): ReferenceModel {
  const named: Named = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const { layers } = JSON.parse(metadata.spec ?? '').model;
  const activations = [...layers.map(({ activation }: { activation: string }) => activation), 'linear'];
  return {
    ...meaningOf(metadata),
    networks: prefixesOf(named).map((prefix) =>
      activations.map((activation, i) => layerOf(named, `${prefix}layers.${i}.`, activation)),
    ),
  };
}

/** All but the networks. */
export function meaningOf(metadata: Metadata): Omit<ReferenceModel, 'networks'> {
  const { preparation = '', calibration, threshold } = metadata;
  return {
    preparation: JSON.parse(preparation),
    ...(calibration !== undefined && { calibration: JSON.parse(calibration) }),
    ...(threshold !== undefined && { threshold: JSON.parse(threshold) }),
  };
}

/** `members.0.`, `members.1.`, ... of an ensemble; else one empty prefix. */
function prefixesOf(tensors: Named): string[] {
  const members: string[] = [];
  while (tensors.has(`members.${members.length}.layers.0.weight`)) members.push(`members.${members.length}.`);
  return members.length > 0 ? members : [''];
}

function layerOf(tensors: Named, prefix: string, activation: string): ReferenceLayer {
  const numbers = (name: string) => {
    const tensor = tensors.get(prefix + name);
    if (tensor === undefined) throw new Error(`There is no tensor ${prefix}${name}.`);
    return tensor.data;
  };
  const [outputs = 0, inputs = 0] = tensors.get(`${prefix}weight`)?.shape ?? [];
  const all = numbers('weight');
  const weight = Array.from({ length: outputs }, (_, k) => all.subarray(k * inputs, (k + 1) * inputs));
  const norm: ReferenceNorm | undefined = tensors.has(`${prefix}norm.weight`)
    ? { weight: numbers('norm.weight'), bias: numbers('norm.bias') }
    : undefined;
  if (norm !== undefined && tensors.has(`${prefix}norm.running_mean`))
    norm.running = { mean: numbers('norm.running_mean'), variance: numbers('norm.running_var') };
  return { weight, bias: numbers('bias'), norm, activation };
}
