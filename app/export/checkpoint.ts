// A checkpoint <-> the bytes of a safetensors file with a checksum over its numbers. The checksum detects a flipped bit, with which a
// resumed run would silently learn something else.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Floats, LayerWeights } from '../contract/model.ts';
import type { Checkpoint } from '../contract/run/training.ts';
import { littleEndian } from './fingerprint.ts';
import { layerTensors, takeLayers } from './layerTensors.ts';
import { checkFormat, json } from './modelMetadata.ts';
import { damaged, decodeTensors, encodeTensors, parsed, type Tensor } from './tensors.ts';

const checkpointFormat = 'chainrule-checkpoint';
const checkpointFormatVersion = 1;

const count = z.number().int().min(0);
const stateSchema = z.object({
  epoch: count,
  step: count,
  best: z.object({ epoch: count, loss: z.number() }).nullable(),
  sinceBest: count,
  /** Number of layers in `layers` and in `bestLayers`, and slots per tensor. */
  layers: count.max(1_000),
  bestLayers: count.max(1_000),
  slots: z.array(count.max(1_000)).max(4_000),
});

export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  const { epoch, step, best, sinceBest, layers, bestLayers, slots, scalars } = checkpoint;
  const tensors = [
    ...layerTensors('layers', layers),
    ...layerTensors('bestLayers', bestLayers),
    ...slots.flatMap((list, i) =>
      list.map((data, k) => ({ name: `slots.${i}.${k}`, shape: [data.length], data })),
    ),
    { name: 'scalars', shape: [scalars.length], data: Float64Array.from(scalars) },
  ];
  const state: z.infer<typeof stateSchema> = {
    epoch,
    step,
    best,
    sinceBest,
    layers: layers.length,
    bestLayers: bestLayers.length,
    slots: slots.map((list) => list.length),
  };
  return encodeTensors(tensors, {
    format: checkpointFormat,
    formatVersion: String(checkpointFormatVersion),
    state: JSON.stringify(state),
    checksum: checksum(tensors),
  });
}

/** Throws AppError model_damaged or model_version_newer; `path` is only for the sentence. */
export function decodeCheckpoint(bytes: Uint8Array, path: string): Checkpoint {
  const { tensors, metadata } = decodeTensors(bytes, path);
  checkFormat(metadata, checkpointFormat, checkpointFormatVersion, path);
  if (metadata.checksum !== checksum(tensors)) throw damaged(path, 'its checksum does not match its numbers');
  const state = parsed(stateSchema, json(metadata, 'state', path), path, 'its state');
  const named = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const layers = takeLayers('layers', state.layers, named, path);
  const bestLayers = takeLayers('bestLayers', state.bestLayers, named, path);
  return {
    epoch: state.epoch,
    step: state.step,
    best: state.best,
    sinceBest: state.sinceBest,
    layers,
    bestLayers,
    slots: takeSlots(state.slots, layers, named, path),
    scalars: Array.from(named.get('scalars')?.data ?? []),
  };
}

/** `counts`: number of slots of each tensor, in the order of `Checkpoint.slots`. */
function takeSlots(
  counts: number[],
  layers: LayerWeights<Floats>[],
  named: Map<string, Tensor>,
  path: string,
): Floats[][] {
  const lengths = layers.flatMap(({ weight, bias, normalization: norm }) =>
    [weight, bias, ...(norm === undefined ? [] : [norm.gamma, norm.beta])].map(({ length }) => length),
  );
  if (counts.length !== 0 && counts.length !== lengths.length) {
    throw damaged(
      path,
      `it has optimizer state for ${counts.length} tensors; its layers have ${lengths.length}`,
    );
  }
  return counts.map((count, i) =>
    Array.from({ length: count }, (_, k) => {
      const data = named.get(`slots.${i}.${k}`)?.data;
      if (data !== undefined && data.length === lengths[i]) return data;
      throw damaged(path, `optimizer state "slots.${i}.${k}" does not fit its layer`);
    }),
  );
}

export function checksum(tensors: readonly Tensor[]): string {
  const hash = createHash('sha256');
  for (const { data } of tensors) hash.update(littleEndian(data));
  return hash.digest('hex');
}
