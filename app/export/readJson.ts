// The JSON form of a model file (json.ts writes it) -> the tensors and metadata of its safetensors form, so that both are checked and
// understood by the same code. Each decimal is that of one float32, so the weights come back bit for bit.
import { z } from 'zod';
import { limits } from '../contract/limits.ts';
import { layerTensors } from './layerTensors.ts';
import type { Metadata } from './modelMetadata.ts';
import { damaged, parsed, type Tensor } from './tensors.ts';

const numbers = z.array(z.number());
const layerSchema = z.object({
  inputs: z.number().int().min(1),
  outputs: z.number().int().min(1),
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
  layers: layersSchema.optional(),
  /** Of an ensemble. */
  members: z
    .array(z.object({ layers: layersSchema }))
    .min(1)
    .max(mostMembers)
    .optional(),
});

/** Throws AppError model_damaged. */
export function tensorsOfJson(bytes: Uint8Array, path: string): { tensors: Tensor[]; metadata: Metadata } {
  const { format, layers, members, ...content } = parsed(modelSchema, jsonOf(bytes, path), path, 'its JSON');
  const texts = Object.entries({ metrics: null, ...content }).map(([key, value]) => [
    key,
    JSON.stringify(value),
  ]);
  const metadata: Metadata = { format, ...Object.fromEntries(texts) };
  const tensors = [
    ...(layers ?? []).flatMap((layer, i) => tensorsOf(layer, `layers.${i}.`, path)),
    ...(members ?? []).flatMap((member, m) =>
      member.layers.flatMap((layer, i) => tensorsOf(layer, `members.${m}.layers.${i}.`, path)),
    ),
  ];
  return { tensors, metadata };
}

function jsonOf(bytes: Uint8Array, path: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw damaged(path, 'it is not JSON, or was cut off', error);
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
