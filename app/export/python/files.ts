// The files of a format for Python: the model's own file beside programs. Programs have fixed names, by which they are imported.
import type { Tensor } from '../tensors.ts';

export interface WrittenFile {
  name: string;
  type: string;
  bytes: Uint8Array;
}

export type RawRows = readonly (readonly (number | string)[])[];

export interface Tensors {
  tensors: Tensor[];
  metadata: Record<string, string>;
}

export const pythonFile = (name: string, bytes: Uint8Array): WrittenFile => ({
  name,
  type: 'text/x-python',
  bytes,
});

/** The file among those of a format that ends so. */
export function fileEnding(files: readonly WrittenFile[], ending: string): WrittenFile {
  const found = files.find(({ name }) => name.endsWith(ending));
  if (found === undefined) throw new RangeError(`There is no file ending in ${ending}.`);
  return found;
}
