// The files of a format for Python: the model's own file beside programs, which have fixed names, by which they are imported.
import type { Tensor } from '../tensors.ts';

export interface PythonFile {
  name: string;
  type: string;
  bytes: Uint8Array;
}

/** Rows of raw values (`rawInputsOf`): NaN is a missing number, '' a missing category. */
export type RawRows = readonly (readonly (number | string)[])[];

export interface Tensors {
  tensors: Tensor[];
  metadata: Record<string, string>;
}

export const programFile = (name: string, bytes: Uint8Array): PythonFile => ({
  name,
  type: 'text/x-python',
  bytes,
});

/** The file among those of a format that ends so. */
export function fileEnding(files: readonly PythonFile[], ending: string): PythonFile {
  const found = files.find(({ name }) => name.endsWith(ending));
  if (found === undefined) throw new RangeError(`There is no file ending in ${ending}.`);
  return found;
}
