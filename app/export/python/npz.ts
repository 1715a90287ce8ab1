// A model as NumPy's .npz file: a zip archive with one .npy array for each tensor of the model file, named as there, and with
// `metadata.json`, the same metadata. Nothing in it is pickled.
import { zipSync } from 'fflate';
import { zipEntries } from '../import/zipEntries.ts';
import { metadataEntry } from '../modelKind.ts';
import { damaged, type Tensor } from '../tensors.ts';
import { decodeNpy, encodeNpy, type NpyArray } from './npy.ts';

const ending = '.npy';

/** The same content gives the same bytes: entries are dated by the first day that a zip archive can hold. */
const stored = { level: 0, mtime: new Date(1980, 0, 1) } as const;

/** @param metadata is written first: by it a file is known (modelKind.ts). @param more further arrays */
export function encodeNpz(
  tensors: readonly Tensor[],
  metadata: Record<string, string>,
  more: readonly (NpyArray & { name: string })[] = [],
): Uint8Array {
  const entries: Record<string, Uint8Array> = {
    [metadataEntry]: new TextEncoder().encode(JSON.stringify(metadata)),
  };
  for (const { name, ...array } of [...tensors, ...more]) entries[name + ending] = encodeNpy(array);
  return zipSync(entries, stored);
}

export interface NpzContent {
  arrays: (NpyArray & { name: string })[];
  metadata: Record<string, string>;
}

/** Throws AppError model_damaged. */
export function readNpz(bytes: Uint8Array, path: string): NpzContent {
  const entries = zipEntries(bytes, path);
  const metadata = metadataOf(entries.get(metadataEntry), path);
  entries.delete(metadataEntry);
  const arrays = [...entries].map(([entry, content]) => {
    if (!entry.endsWith(ending)) throw damaged(path, `"${entry}" is not an array`);
    const name = entry.slice(0, -ending.length);
    return { name, ...decodeNpy(content, name, path) };
  });
  return { arrays, metadata };
}

/** Those of a model. Throws AppError model_damaged, also for the weights from which train.py begins. */
export function tensorsOfNpz(
  bytes: Uint8Array,
  path: string,
): { tensors: Tensor[]; metadata: Record<string, string> } {
  const { arrays, metadata } = readNpz(bytes, path);
  if (metadata.run !== undefined)
    throw damaged(
      path,
      'it is no trained model, but the weights from which train.py begins; run the train.py beside it and open the folder that it writes',
    );
  const tensors = arrays.map(({ name, shape, data }): Tensor => {
    if (data instanceof Uint32Array) throw damaged(path, `array "${name}" holds whole numbers`);
    return { name, shape, data };
  });
  return { tensors, metadata };
}

function metadataOf(bytes: Uint8Array | undefined, path: string): Record<string, string> {
  if (bytes === undefined) throw damaged(path, `it has no ${metadataEntry}`);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw damaged(path, `its ${metadataEntry} is not JSON`, error);
  }
  const texts = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (texts.length === 0 || texts.some(([, text]) => typeof text !== 'string'))
    throw damaged(path, `its ${metadataEntry} is not an object of texts`);
  return Object.fromEntries(texts);
}
