// The predictions of written tables: the tensors are read from the CSV files that the JSON file names, and computed by the documented formula.

import { z } from 'zod';
import { referenceAnswers } from '../check/referenceIntervals.ts';
import { tensorModel } from '../check/tensorModel.ts';
import type { FormatReader, WrittenFile } from '../format.ts';
import type { Tensor } from '../tensors.ts';
import { type LayerTable, numbersBefore } from './writeTables.ts';

const tableSchema = z.object({
  file: z.string(),
  inputs: z.number().int().min(1),
  outputs: z.number().int().min(1),
  activation: z.string(),
  norm: z.object({ kind: z.enum(['batch', 'layer']), epsilon: z.number() }).optional(),
});
const descriptionSchema = z.looseObject({ networks: z.array(z.array(tableSchema)).min(1) });

export const readTables: FormatReader = (files, rows) => {
  const text = (name: string) => new TextDecoder().decode(fileCalled(files, name).bytes);
  const json = files.find(({ name }) => name.endsWith('.json'))?.name ?? '';
  const { networks, ...content } = descriptionSchema.parse(JSON.parse(text(json)));
  const metadata = Object.entries(content).map(([key, value]) => [key, JSON.stringify(value)]);
  const tensors = networks.flatMap((tables, m) =>
    tables.flatMap(({ norm, ...table }, i) => {
      const prefix = networks.length === 1 ? `layers.${i}.` : `members.${m}.layers.${i}.`;
      return tensorsOf({ ...table, ...(norm && { norm }) }, prefix, text(table.file));
    }),
  );
  return referenceAnswers(tensorModel(tensors, Object.fromEntries(metadata)), rows);
};

/** Whether the bytes are the JSON file beside written tables, and not a whole model in JSON. */
export function describesTables(json: Uint8Array): boolean {
  return namesOfTables(json).length > 0;
}

/** The files that the JSON file names; none where it is no such file. */
export function namesOfTables(json: Uint8Array): string[] {
  try {
    const { networks } = descriptionSchema.parse(JSON.parse(new TextDecoder().decode(json)));
    return networks.flatMap((tables) => tables.map(({ file }) => file));
  } catch {
    return [];
  }
}

function fileCalled(files: readonly WrittenFile[], name: string): WrittenFile {
  const found = files.find((file) => file.name === name);
  if (found === undefined) throw new Error(`There is no file "${name}".`);
  return found;
}

function tensorsOf({ file, inputs, outputs, norm }: LayerTable, prefix: string, text: string): Tensor[] {
  const before = numbersBefore(norm);
  const [header, ...lines] = recordsOf(text);
  const units = lines.map((fields) => fields.slice(1).map(Number));
  const width = before.length + inputs;
  const whole =
    header?.length === width + 1 && units.length === outputs && units.every((unit) => unit.length === width);
  if (!whole) throw new Error(`The table ${file} does not have ${outputs} lines of ${width} numbers.`);
  const weight = Float32Array.from(units.flatMap((unit) => unit.slice(before.length)));
  return [
    { name: `${prefix}weight`, shape: [outputs, inputs], data: weight },
    ...before.map((name, k) => ({
      name: `${prefix}${name}`,
      shape: [outputs],
      data: Float32Array.from(units, (unit) => unit[k]!),
    })),
  ];
}

/** The fields of each line; quoted ones may have commas, line breaks, and doubled quotes. */
function recordsOf(text: string): string[][] {
  const records: string[][] = [[]];
  for (const [, field = '', end] of text.matchAll(/("(?:[^"]|"")*"|[^,\n]*)(,|\n)/g)) {
    records.at(-1)!.push(field);
    if (end === '\n') records.push([]);
  }
  return records.slice(0, -1);
}
