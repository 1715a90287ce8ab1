// The tables are read by DuckDB, which knows nothing of what wrote them, and by the reader that checks them on a user's computer.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { inputNames } from '../../../../app/contract/model.ts';
import { readTables } from '../../../../app/export/csv/readTables.ts';
import { writeTables } from '../../../../app/export/csv/writeTables.ts';
import { agreement } from '../../../../app/export/portable/agreement.ts';
import { portableModel } from '../../../../app/export/portable/portableModel.ts';
import { activationCases, cases } from '../harness/cases.ts';
import { hostileModel } from '../portable/hostileModel.ts';
import { runnersHere } from '../runnersHere.ts';

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('tables of layers', () => {
  it.each([...cases, ...activationCases])('give the predictions of the app: $name', async ({ train }) => {
    const { model, values, predictions } = await train();
    const { predictions: found } = await readTables(
      writeTables(portableModel(model), 'x'),
      values,
      runnersHere,
    );
    expect(agreement(predictions, found).largest).toBeLessThan(1e-5);
  });

  it('hold the weights bit for bit, as DuckDB reads them', async () => {
    const { model } = await cases[7]!.train();
    const [first, , , description] = writeTables(portableModel(model), 'x');
    const folder = await mkdtemp(join(tmpdir(), 'chainrule-csv-'));
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    try {
      const file = join(folder, first!.name);
      await writeFile(file, first!.bytes);
      const read = await connection.runAndReadAll(`FROM read_csv('${file}', header = true)`);
      const [layer] = model.members[0]!;
      const before = ['unit', 'bias', 'norm.weight', 'norm.bias', 'norm.running_mean', 'norm.running_var'];
      expect(read.columnNames()).toEqual([...before, ...inputNames(model.preparation)]);
      const rows = read.getRows().map((row) => row.slice(1).map((value) => Math.fround(Number(value))));
      expect(rows.map(([bias]) => bias)).toEqual([...layer!.bias]);
      expect(rows.flatMap((row) => row.slice(5))).toEqual([...layer!.weight]);
      expect(rows.map((row) => row[4])).toEqual([...layer!.normalization!.variance!]);
      expect(JSON.parse(textOf(description!.bytes)).networks[0]).toMatchObject([
        { file: 'x-layer-1.csv', outputs: 7, activation: 'relu', norm: { kind: 'batch' } },
        { file: 'x-layer-2.csv', outputs: 5, activation: 'tanh', norm: { kind: 'layer' } },
        { file: 'x-layer-3.csv', outputs: 2, activation: 'linear' },
      ]);
    } finally {
      connection.closeSync();
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('of an ensemble are those of each network; no name can be a formula', async () => {
    const { portable, values, predictions } = hostileModel();
    const files = writeTables(portable, 'x');
    expect(files.map(({ name }) => name)).toEqual([
      'x-network-1-layer-1.csv',
      'x-network-2-layer-1.csv',
      'x.json',
    ]);
    expect(textOf(files[0]!.bytes)).toContain(`"'=1+1 */`);
    expect(
      agreement(predictions, (await readTables(files, values, runnersHere)).predictions).largest,
    ).toBeLessThan(1e-6);
  });

  it('that were cut off are refused', () => {
    const { portable, values } = hostileModel();
    const [first, ...others] = writeTables(portable, 'x');
    const cut = { ...first!, bytes: first!.bytes.slice(0, -20) };
    expect(() => readTables([cut, ...others], values, runnersHere)).toThrow('does not have 1 lines of');
  });
});
