// The golden rows that travel with a model: which rows they are, what their raw values are, and that their predictions are the app's own.
import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Model } from '../../../../app/contract/model.ts';
import { dateParts } from '../../../../app/contract/spec/columnPreparation.ts';
import type { RunSpec } from '../../../../app/contract/spec/spec.ts';
import { decodeModel } from '../../../../app/export/decodeModel.ts';
import { encodeModel } from '../../../../app/export/encodeModel.ts';
import { rawInputsOf } from '../../../../app/export/portable/rawInputs.ts';
import { exportedFile } from '../../exportedFile.ts';
import { type Client, connect, opened, runOf, trained, written } from '../table/openedTable.ts';

/** A number with a missing cell now and then, a category, levels in an order, a date, and a target that depends on all. */
function flats(rows = 300): string[] {
  const lines = Array.from({ length: rows }, (_, i) => {
    const size = 20 + i * 1.5;
    const rooms = i % 90 === 7 ? '' : 1 + (i % 5);
    const side = i % 70 === 3 ? '' : ['north', ' south ', 'west'][i % 3];
    const grade = ['low', 'mid', 'high'][i % 3];
    const sold = `2024-0${1 + (i % 9)}-${String(1 + (i % 28)).padStart(2, '0')} 10:30`;
    return [size, rooms, side, grade, sold, 3 * size + 10 * (i % 5) + (i % 3)];
  });
  return ['size,rooms,side,grade,sold,price', ...lines.map((line) => line.join(','))];
}

const prepared = (spec: RunSpec): RunSpec => ({
  ...spec,
  data: {
    ...spec.data,
    columns: spec.data.columns.map((column) => {
      if (column.name === 'grade')
        return {
          ...column,
          role: 'feature',
          prepare: { encoding: 'ordinal', order: ['low', 'mid', 'high'] },
        };
      if (column.name === 'sold') return { ...column, role: 'feature', prepare: { parts: [...dateParts] } };
      return column.role === 'target' ? column : { ...column, role: 'feature' };
    }),
  },
});

async function trainedModel(lines: string[], target: string, edit = prepared) {
  const file = await written('flats.csv', lines);
  const client = await opened(file, { targets: [target], epochs: 2 }, edit);
  await trained(client);
  const path = `${(await runOf(client)).folder}/best.safetensors`;
  return { client, file, path, model: decodeModel(await readFile(path), path) };
}

/** What `predict` writes for a file, as rows of cells, without the header. */
async function predicted(client: Client, model: string, file: string): Promise<string[][]> {
  let text = '';
  const refs = { model: { kind: 'path' as const, path: model }, file: { kind: 'path' as const, path: file } };
  for await (const piece of await client.models.predict(refs)) text += piece;
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
}

const columnOf = ({ preparation, goldenRows }: Model, name: string) => {
  const k = rawInputsOf(preparation).findIndex((input) => input.name === name);
  return goldenRows!.values.map((row) => row[k]!);
};

describe('a trained model', () => {
  it('carries 32 rows whose predictions are those that predict writes, to the last bit', async () => {
    const { client, file, path, model } = await trainedModel(flats(), 'price');
    const { values, predictions } = model.goldenRows!;
    expect([values.length, predictions.length]).toEqual([32, 32]);
    const written = new Map(
      (await predicted(client, path, file)).map((cells) => [Number(cells[0]), cells.at(-1)!]),
    );
    const sizes = columnOf(model, 'size');
    // The last two rows are made up.
    for (let k = 0; k < 30; k++) expect(String(predictions[k]![0])).toBe(written.get(sizes[k] as number));
  });

  it('gives their values as other programs get them: trimmed categories, dates as their parts, null and "" for missing', async () => {
    const { model } = await trainedModel(flats(), 'price');
    expect(rawInputsOf(model.preparation).map(({ name }) => name)).toEqual([
      ...['size', 'rooms', 'side', 'grade'],
      ...dateParts.map((part) => `sold.${part}`),
    ]);
    const sizes = columnOf(model, 'size');
    for (const [k, side] of columnOf(model, 'side').slice(0, 30).entries()) {
      const i = ((sizes[k] as number) - 20) / 1.5;
      expect(side).toBe(i % 70 === 3 ? '' : ['north', 'south', 'west'][i % 3]);
      expect(columnOf(model, 'rooms')[k]).toBe(i % 90 === 7 ? null : 1 + (i % 5));
      expect(columnOf(model, 'sold.month')[k]).toBe(1 + (i % 9));
      expect(columnOf(model, 'sold.hour')[k]).toBe(10);
    }
  });

  it('has among them rows with missing cells, one with categories never seen, and one with every cell missing', async () => {
    const { model } = await trainedModel(flats(), 'price');
    const real = model.goldenRows!.values.slice(0, 30);
    const [unseen, empty] = model.goldenRows!.values.slice(30);
    const names = rawInputsOf(model.preparation).map(({ name }) => name);
    for (const name of ['rooms', 'side'])
      expect(real.some((row) => [null, ''].includes(row[names.indexOf(name)] as string | null))).toBe(true);
    expect(unseen).toEqual(
      real[0]!.map((value, k) => (['side', 'grade'].includes(names[k]!) ? 'never seen' : value)),
    );
    expect(empty).toEqual(names.map((name) => (['side', 'grade'].includes(name) ? '' : null)));
  });

  it('takes them from the test rows, and from validation rows where these are too few', async () => {
    const sizesWith = async (testRows: number[]) => {
      const edit = (spec: RunSpec) => ({
        ...prepared(spec),
        data: { ...prepared(spec).data, split: { testRows } },
      });
      const { model } = await trainedModel(flats(), 'price', edit);
      return columnOf(model, 'size')
        .slice(0, 30)
        .map((size) => ((size as number) - 20) / 1.5);
    };
    const many = Array.from({ length: 60 }, (_, k) => 5 * k);
    // Rows with missing cells may be others: no test row has any.
    const complete = (await sizesWith(many)).filter((i) => i % 70 !== 3 && i % 90 !== 7);
    expect(complete.length).toBeGreaterThan(25);
    for (const row of complete) expect(many).toContain(row);
    const few = [3, 50, 100, 150];
    expect(await sizesWith(few)).toEqual(expect.arrayContaining(few));
  });

  it('of classes gives the probability of each', async () => {
    const { model } = await trainedModel(flats(), 'side', (spec) => spec);
    const { classes } = model.preparation.target as { classes: string[] };
    for (const row of model.goldenRows!.predictions) {
      expect(row).toHaveLength(classes.length);
      expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
    }
  });

  it('of a small table carries all of its rows', async () => {
    const { model } = await trainedModel(flats(20), 'price');
    expect(model.goldenRows!.values).toHaveLength(22);
  });
});

describe('a model file without golden rows', () => {
  async function older() {
    const { client, path, model } = await trainedModel(flats(), 'price');
    const { goldenRows, ...rest } = model;
    await writeFile(path, encodeModel(rest));
    const exported = async (by: Client) => {
      const file = await exportedFile(by, { kind: 'path', path }, 'safetensors');
      return decodeModel(new Uint8Array(await file.arrayBuffer()), 'exported').goldenRows;
    };
    return { client, goldenRows, exported };
  }

  it('gets the same ones when it is exported while its table is open', async () => {
    const { client, goldenRows, exported } = await older();
    expect(await exported(client)).toEqual(goldenRows);
  });

  it('stays without them where another table is open', async () => {
    const { exported } = await older();
    const client = connect();
    await client.dataset.open({
      file: { kind: 'path', path: await written('other.csv', ['a,b', '1,2', '3,4']) },
    });
    expect(await exported(client)).toBeUndefined();
  });
});
