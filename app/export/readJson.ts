// The JSON form of a model file (json.ts writes it) -> the tensors and metadata of its safetensors form, so that both are checked and
// understood by the same code. Each decimal is that of one float32, so the weights come back bit for bit.
import { z } from 'zod';
import { limits } from '../contract/limits.ts';
import { inputNames, type Model } from '../contract/model.ts';
import { modelFingerprint } from './fingerprint.ts';
import { activationOf } from './json.ts';
import { layerTensors } from './layerTensors.ts';
import type { Metadata } from './modelMetadata.ts';
import { parseStrictly } from './strictJson.ts';
import { damaged, parsed, reasonOf, type Tensor } from './tensors.ts';

const numbers = z.array(z.number());
const layerSchema = z.object({
  inputs: z.number().int().min(1),
  outputs: z.number().int().min(1),
  activation: z.string().optional(),
  weight: z.array(numbers),
  bias: numbers,
  norm: z
    .object({
      kind: z.enum(['batch', 'layer']),
      weight: numbers,
      bias: numbers,
      running_mean: numbers.optional(),
      running_var: numbers.optional(),
    })
    .optional(),
});
type JsonLayer = z.infer<typeof layerSchema>;

const mostMembers = limits.ensembleFolds.max * limits.ensembleSeeds.max;
const layersSchema = z.array(layerSchema).min(1);

const modelSchema = z.looseObject({
  format: z.string(),
  /** Absent in files of versions 1 and 2. */
  checksum: z.string().optional(),
  fingerprint: z.string().optional(),
  inputNames: z.array(z.string()).optional(),
  layers: layersSchema.optional(),
  /** Of an ensemble. */
  members: z
    .array(z.object({ layers: layersSchema }))
    .min(1)
    .max(mostMembers)
    .optional(),
});

/** What the file says a second time, for readers who want it ready made. */
export interface Repeated {
  fingerprint: string | undefined;
  inputNames: string[] | undefined;
  /** Of each layer of each network. */
  activations: (string | undefined)[][];
}

/** Throws AppError model_damaged. */
export function tensorsOfJson(
  bytes: Uint8Array,
  path: string,
): { tensors: Tensor[]; metadata: Metadata; repeated: Repeated } {
  const json = parsed(modelSchema, jsonOf(bytes, path), path, 'its JSON');
  const { format, checksum, fingerprint, inputNames: names, layers, members, ...content } = json;
  const texts = Object.entries({ metrics: null, ...content }).map(([key, value]) => [
    key,
    JSON.stringify(value),
  ]);
  const sealing = checksum === undefined ? {} : { checksum };
  const metadata: Metadata = { format, ...Object.fromEntries(texts), ...sealing };
  const networks = [
    ...(layers === undefined ? [] : [{ prefix: '', layers }]),
    ...(members ?? []).map((member, m) => ({ prefix: `members.${m}.`, layers: member.layers })),
  ];
  const tensors = networks.flatMap((network) =>
    network.layers.flatMap((layer, i) => tensorsOf(layer, `${network.prefix}layers.${i}.`, path)),
  );
  const activations = networks.map((network) => network.layers.map(({ activation }) => activation));
  return { tensors, metadata, repeated: { fingerprint, inputNames: names, activations } };
}

/** Whether what is said twice is the same. Throws AppError model_damaged. */
export function checkRepeated(
  { fingerprint, inputNames: names, activations }: Repeated,
  model: Model,
  path: string,
) {
  if (fingerprint !== undefined && fingerprint !== modelFingerprint(model))
    throw damaged(path, 'its fingerprint is not that of its weights');
  if (names !== undefined && names.join('\n') !== inputNames(model.preparation).join('\n'))
    throw damaged(path, 'its inputNames are not those of its preparation');
  for (const found of activations.flatMap((layers) => [...layers.entries()]))
    if (found[1] !== undefined && found[1] !== activationOf(model, found[0]))
      throw damaged(path, `the activation of layer ${found[0]} is not that of its spec`);
}

function jsonOf(bytes: Uint8Array, path: string): unknown {
  try {
    return parseStrictly(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (error) {
    throw damaged(path, `it is not JSON that can be read, or was cut off: ${reasonOf(error)}`, error);
  }
}

/** `prefix` of their names, such as `layers.0.`. */
function tensorsOf(layer: JsonLayer, prefix: string, path: string): Tensor[] {
  const { inputs, outputs, weight, bias, norm } = layer;
  if (weight.length !== outputs || weight.some((row) => row.length !== inputs))
    throw damaged(path, `${prefix}weight is not ${outputs} rows of ${inputs} numbers`);
  const optional = (values: number[] | undefined) =>
    values === undefined ? undefined : Float32Array.from(values);
  const [mean, variance] = [optional(norm?.running_mean), optional(norm?.running_var)];
  const normalization =
    norm === undefined
      ? {}
      : {
          normalization: {
            kind: norm.kind,
            gamma: Float32Array.from(norm.weight),
            beta: Float32Array.from(norm.bias),
            ...(mean === undefined ? {} : { mean }),
            ...(variance === undefined ? {} : { variance }),
          },
        };
  const tensors = layerTensors('layers', [
    {
      inputs,
      outputs,
      weight: Float32Array.from(weight.flat()),
      bias: Float32Array.from(bias),
      ...normalization,
    },
  ]);
  return tensors.map((tensor) => ({
    ...tensor,
    // The actual shape, not the expected one: takeLayers compares them.
    shape: tensor.shape.length === 1 ? [tensor.data.length] : tensor.shape,
    name: tensor.name.replace(/^layers\.0\./, prefix),
  }));
}
