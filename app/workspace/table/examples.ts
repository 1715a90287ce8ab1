// The tables that ship with the program, with the few numbers that their cards show: size and the points of a small
// picture. Read once, when first asked for.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../contract/issues/errors.ts';
import { type Example, exampleSchema } from '../../contract/table/dataset.ts';
import { openTable } from '../../dataset/open.ts';
import type { Table } from '../../dataset/table/table.ts';
import { dataFolder } from '../program.ts';
import type { ChosenFile } from './fileRef.ts';

const folder = dataFolder('examples');
const listed = z.array(exampleSchema.omit({ rows: true, columns: true, points: true }));
/** More points would not make the picture clearer. */
const pointsPerPicture = 240;

let examples: Promise<Example[]> | null = null;

export function listExamples(): Promise<Example[]> {
  examples ??= readExamples();
  return examples;
}

/** Opens only names from the list: a page cannot pass a path here. */
export async function exampleFile(file: string): Promise<ChosenFile> {
  const known = await readList();
  if (!known.some((example) => example.file === file))
    throw new AppError('file_not_found', `There is no example called ${file}.`, { file });
  const path = join(folder, file);
  return { ref: { kind: 'path', path }, path, fileName: file };
}

async function readList() {
  return listed.parse(JSON.parse(await readFile(join(folder, 'examples.json'), 'utf8')));
}

async function readExamples(): Promise<Example[]> {
  const complete: Example[] = [];
  for (const example of await readList()) {
    const table = await openTable(join(folder, example.file), {});
    try {
      const points = await picture(table, example);
      complete.push({ ...example, rows: table.rows, columns: table.columns.length, points });
    } finally {
      table.close();
    }
  }
  return complete;
}

async function picture(
  table: Table,
  { axes, target, task }: Pick<Example, 'axes' | 'target' | 'task'>,
): Promise<Example['points']> {
  const [x, y] = [await unitInterval(table, axes[0]), await unitInterval(table, axes[1])];
  const classes = task === 'regression' ? null : (await table.categories(target)).codes;
  const stride = Math.max(1, Math.ceil(table.rows / pointsPerPicture));
  const points: Example['points'] = [];
  for (let row = 0; row < table.rows; row += stride) {
    const [across, up] = [x[row] ?? Number.NaN, y[row] ?? Number.NaN];
    if (Number.isFinite(across) && Number.isFinite(up))
      points.push([across, up, Math.max(0, classes?.[row] ?? 0)]);
  }
  return points;
}

async function unitInterval(table: Table, column: string): Promise<number[]> {
  const values = await table.numbers(column);
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return Array.from(values, (value) => Math.round(((value - min) / (max - min || 1)) * 1000) / 1000);
}
