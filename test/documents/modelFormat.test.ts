// What docs/model-format.md tells a stranger is true: each cell of its tables becomes what stands beside it, and its reader in numpy computes
// the app's predictions of models of every kind.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { InputPreparation, Preparation } from '../../app/contract/model.ts';
import { dateParts } from '../../app/contract/spec/columnPreparation.ts';
import type { Reading } from '../../app/contract/table/reading.ts';
import { encodeInputs } from '../../app/dataset/preparation/encode.ts';
import type { Table } from '../../app/dataset/table/table.ts';
import { referenceActivations } from '../../app/export/check/referenceActivations.ts';
import { encodeModel } from '../../app/export/encodeModel.ts';
import { opened, written } from '../app/dataset/writtenTable.ts';
import { activationCases, cases } from '../app/export/harness/cases.ts';
import type { TrainedModel } from '../app/export/harness/trainedModel.ts';
import { inFolder, type Python, pythonsWith, runPython } from '../app/export/python/pythons.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/model-format.md'), 'utf8');

/** The rows of the table under a heading; each cell without its backticks. */
function tableUnder(heading: string): string[][] {
  const section = page
    .slice(page.indexOf(`### ${heading}`))
    .split('\n### ')[0]!
    .split('\n## ')[0]!;
  const rows = section.split('\n').filter((line) => line.startsWith('| '));
  expect(rows.length).toBeGreaterThan(5);
  return rows.slice(1).map((row) =>
    row
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim().replace(/^`|`$/g, '')),
  );
}

/** A table of one column `x` with these cells, behind others that show what the column is. */
async function columnOf(
  usual: readonly string[],
  cells: readonly string[],
  reading: Reading,
): Promise<Table> {
  const lines = ['x', ...usual, ...cells].map((cell) => `"${cell.replaceAll('"', '""')}"`);
  return opened(await written(`${lines.join('\n')}\n`), {
    reading: { delimiter: null, header: true, ...reading },
  });
}

/** The inputs of the last rows of the table, one list for each row. */
async function inputsOf(table: Table, input: InputPreparation, rows: number): Promise<number[][]> {
  const preparation: Preparation = {
    inputs: [input],
    target: { kind: 'class', column: 'y', classes: ['a', 'b'] },
  };
  const { features, inputs } = await encodeInputs(table, preparation, null, Float64Array);
  const all = Array.from({ length: table.rows }, (_, row) => [
    ...features.subarray(row * inputs, (row + 1) * inputs),
  ]);
  return all.slice(-rows);
}

/** The rows of a table by their first cell. */
function byFirstCell(rows: string[][]): [string, string[][]][] {
  const firsts = [...new Set(rows.map(([first]) => first!))];
  return firsts.map((first) => [first, rows.filter((row) => row[0] === first)]);
}

describe('cells of a number column', () => {
  const usual = Array.from({ length: 60 }, (_, i) => String(i + 2));
  const readings: Record<string, Reading> = {
    plain: {},
    'decimal comma': { decimal: ',' },
    'unit kg': { formats: { x: { unit: { text: 'kg', before: false } } } },
    'unit %': { formats: { x: { unit: { text: '%', before: false } } } },
    'unit $ before': { formats: { x: { unit: { text: '$', before: true } } } },
  };

  it.each(byFirstCell(tableUnder('Cells of a number column')))('%s', async (kind, rows) => {
    const cells = rows.map(([, cell]) => JSON.parse(cell!));
    const table = await columnOf(usual, cells, { decimal: '.', ...readings[kind], types: { x: 'number' } });
    const found = [...(await table.numbers('x'))].slice(-rows.length);
    const told = rows.map(([, cell], k) => [cell, Number.isNaN(found[k]) ? 'missing' : String(found[k])]);
    expect(told).toEqual(
      rows.map(([, cell, number]) => [cell, number === 'missing' ? number : String(Number(number))]),
    );
  });
});

it.each(byFirstCell(tableUnder('Cells of a category column')))(
  'cells of a category column with the levels %s',
  async (told, rows) => {
    const levels: string[] = JSON.parse(told);
    const cells = rows.map(([, cell]) => JSON.parse(cell!));
    const usual = Array.from({ length: 40 }, (_, i) => levels[i % levels.length]!);
    const table = await columnOf([...usual, 'other words'], cells, { types: { x: 'category' } });
    const input = { kind: 'oneHot', column: 'x', levels: ['', ...levels], others: [] } as const;
    const found = await inputsOf(table, { ...input, levels: [...input.levels], others: [] }, rows.length);
    const names = ['missing', ...levels.map((level) => JSON.stringify(level)), 'unseen'];
    const became = found.map((row, k) => [rows[k]![1], names[row.indexOf(1)]]);
    expect(became).toEqual(
      rows.map(([, cell, level]) => [
        cell,
        level === 'missing' || level === 'unseen' ? level : JSON.stringify(JSON.parse(level!)),
      ]),
    );
  },
);

it.each(byFirstCell(tableUnder('Cells of a date column')))(
  'cells of a date column that begins with the %s',
  async (told, rows) => {
    const first = told as 'day' | 'month' | 'year';
    const usual = { day: '25/12/2023', month: '12/25/2023', year: '99/12/25' }[first];
    const cells = rows.map(([, cell]) => JSON.parse(cell!));
    const table = await columnOf(Array(30).fill(usual), cells, { types: { x: 'date' } });
    const missing = -1e6;
    const parts = dateParts.map((part) => ({ part, median: missing, mean: 0, scale: 1 }));
    const found = await inputsOf(table, { kind: 'date', column: 'x', first, parts }, rows.length);
    const became = found.map((row, k) => [rows[k]![1], ...row.map((x) => (x === missing ? '' : String(x)))]);
    expect(became).toEqual(rows.map(([, ...cellAndParts]) => cellAndParts));
  },
);

it('the activations are all there', () => {
  for (const name of Object.keys(referenceActivations)) expect(page).toContain(`| \`${name}\` |`);
});

const code = /```python\n(.*?)```/s.exec(page)![1]!;
const pythons = pythonsWith('numpy');

/** The reader beside a file of the model, whose bytes `change` may damage. */
async function readBy(
  python: Python,
  { model, values, predictions }: TrainedModel,
  change = (_: Uint8Array) => {},
) {
  const rows = values.map((row) => row.map((value) => (Number.isNaN(value) ? null : value)));
  const bytes = encodeModel({ ...model, goldenRows: { values: rows, predictions } });
  change(bytes);
  const files = [
    { name: 'reader.py', bytes: new TextEncoder().encode(code) },
    { name: 'model.safetensors', bytes },
  ];
  return inFolder(files, (folder) => runPython(python, folder, ['reader.py', 'model.safetensors']));
}

describe.each(pythons)('the reader in numpy, by $name,', (python) => {
  // The versions of numpy differ in how they read cells, not in how they compute.
  it.each(python === pythons[0] ? [...cases, ...activationCases] : cases.slice(0, 2))(
    'computes the predictions of $name',
    async ({ train }) => {
      const trained = await train();
      const { stdout, stderr } = await readBy(python, trained);
      expect(stderr).toBe('');
      const [, count, largest] = /^(\d+) golden rows, largest difference (\S+)\n$/.exec(stdout)!;
      expect(Number(count)).toBe(trained.values.length);
      expect(Number(largest)).toBeLessThan(1e-5);
    },
  );

  it('refuses a file with one bit flipped', async () => {
    const { stderr } = await readBy(python, await cases[0]!.train(), (bytes) => {
      bytes[bytes.length - 1]! ^= 1;
    });
    expect(stderr).toContain('the file is damaged');
  });
});

it('the reader in numpy has at most 80 lines', () => {
  expect(code.split('\n').filter((line) => line !== '').length).toBeLessThanOrEqual(80);
});
