// The files of files/write.py: what Keras predicts with each, and how the columns and classes are called that Chainrule makes of it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, 'files');
const golden: Record<string, { x: number[][]; y: number[][] }> = JSON.parse(
  readFileSync(join(folder, 'golden.json'), 'utf8'),
);

export const pathOf = (file: string) => join(folder, file);
export const bytesOf = (file: string): Uint8Array => readFileSync(pathOf(file));

const numbered = (name: string, count: number) => Array.from({ length: count }, (_, k) => `${name} ${k + 1}`);
const two = ['0', '1'];

interface Opened {
  columns: string[];
  outputs: string[];
}

const opened: Record<string, Opened> = {
  'classifier.keras': { columns: numbered('measured', 4), outputs: ['0', '1', '2'] },
  'classifier.h5': { columns: numbered('measured', 4), outputs: ['0', '1', '2'] },
  'activations.keras': { columns: numbered('input_layer', 3), outputs: numbered('out', 2) },
  'functional.keras': { columns: numbered('given', 3), outputs: two },
  'functional.h5': { columns: numbered('given', 3), outputs: two },
  'picture.keras': { columns: numbered('picture', 6), outputs: numbered('marks', 2) },
  'keras2.h5': { columns: numbered('input_1', 4), outputs: ['dense_8'] },
  'keras2_13.keras': { columns: numbered('input_1', 4), outputs: ['dense_8'] },
};

export const kerasFiles = Object.entries(opened).map(([file, names]) => ({
  file,
  ...names,
  ...golden[file]!,
}));
