// The networks of an ensemble that have ended, while others still train <-> the bytes of a safetensors file with a checksum over its numbers. An
// interrupted ensemble trains the others again, which gives the same bits.
import { z } from 'zod';
import { limits } from '../contract/limits.ts';
import type { LayerWeights } from '../contract/model.ts';
import { divergenceCauseSchema, endReasons, runStateSchema } from '../contract/run/training.ts';
import { checksum } from './checkpoint.ts';
import { layerTensors, takeLayers } from './layerTensors.ts';
import { checkFormat, json } from './modelMetadata.ts';
import { rounded } from './rounding.ts';
import { damaged, decodeTensors, encodeTensors, parsed } from './tensors.ts';

const format = 'chainrule-ensemble-checkpoint';
const formatVersion = 1;
const count = z.number().int().min(0);

const endedSchema = z.object({
  /** Its number in the ensemble. */
  member: count.max(limits.ensembleFolds.max * limits.ensembleSeeds.max - 1),
  layers: count.min(1).max(limits.layers.max + 1),
  state: runStateSchema,
  reason: z.enum(endReasons).nullable(),
  epoch: count,
  step: count,
  seconds: z.number(),
  best: z.object({ epoch: count, loss: z.number() }).nullable(),
  divergedAt: count.nullable(),
  cause: divergenceCauseSchema.nullable(),
});

/** A network that has ended: its weights, how long it trained and why it ended. */
export type EndedMember = Omit<z.infer<typeof endedSchema>, 'layers'> & { layers: LayerWeights[] };

export function encodeEndedMembers(members: readonly EndedMember[]): Uint8Array {
  const tensors = members.flatMap(({ member, layers }) => layerTensors(prefixOf(member), layers));
  const state = members.map((one) => ({ ...one, layers: one.layers.length }));
  return encodeTensors(tensors, {
    format,
    formatVersion: String(formatVersion),
    members: JSON.stringify(state),
    checksum: checksum(tensors),
  });
}

/** Throws AppError model_damaged or model_version_newer; `path` is only for the sentence. */
export function decodeEndedMembers(bytes: Uint8Array, path: string): EndedMember[] {
  const { tensors, metadata } = decodeTensors(bytes, path);
  checkFormat(metadata, format, formatVersion, path);
  if (metadata.checksum !== checksum(tensors)) throw damaged(path, 'its checksum does not match its numbers');
  const members = parsed(z.array(endedSchema), json(metadata, 'members', path), path, 'its members');
  const named = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  return members.map(({ layers, ...rest }) => ({
    ...rest,
    layers: rounded(takeLayers(prefixOf(rest.member), layers, named, path)),
  }));
}

const prefixOf = (member: number) => `members.${member}.layers`;
