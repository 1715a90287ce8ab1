// What a page asks of an ensemble: the mean of what its networks predict alone, and the standard deviation around it. Each network alone is
// written as a model file of its own, which predicts the same table.
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { decodeModel } from '../../../../app/export/decodeModel.ts';
import { encodeModel } from '../../../../app/export/encodeModel.ts';
import { type Client, code, opened, runOf, trained } from '../table/openedTable.ts';

const cars = resolve('examples/cars.csv');
const target = 'Miles_per_Gallon';
const rows = [0, 40, 200];

let client: Client;
let runId: string;
let folder: string;
/** [network][row] */
let alone: number[][];

beforeEach(async () => {
  client = await opened(
    cars,
    { targets: [target], hidden: [4], epochs: 10, patience: 0, seed: 3 },
    (spec) => ({
      ...spec,
      training: { ...spec.training, ensemble: { folds: 3, seeds: 1 } },
    }),
  );
  runId = await trained(client);
  ({ folder } = await runOf(client));
  const path = join(folder, 'best.safetensors');
  const { goldenRows: _, ...model } = decodeModel(await readFile(path), path);
  alone = [];
  for (const [k, layers] of model.members.entries()) {
    const { ensemble: __, ...training } = model.spec.training;
    const one = { ...model, spec: { ...model.spec, training }, members: [layers] };
    const file = join(folder, `network-${k}.safetensors`);
    await writeFile(file, encodeModel(one));
    alone.push(await column(file, 'prediction'));
  }
});

/** A column of what `models.predict` writes for the table. */
async function column(model: string, name: string, more = {}): Promise<number[]> {
  let text = '';
  const asked = {
    model: { kind: 'path' as const, path: model },
    file: { kind: 'path' as const, path: cars },
  };
  for await (const piece of await client.models.predict({ ...asked, ...more })) text += piece;
  const [header, ...lines] = text.trimEnd().split('\n');
  const names = header!.split(',');
  const fromEnd = names.length - names.indexOf(name);
  return lines.map((line) => Number(line.split(',').at(-fromEnd)));
}

const meanAt = (row: number) => alone.reduce((sum, own) => sum + own[row]!, 0) / alone.length;
const spreadAt = (row: number) =>
  Math.sqrt(alone.reduce((sum, own) => sum + (own[row]! - meanAt(row)) ** 2, 0) / alone.length);

describe('an ensemble on the page', () => {
  it('tells in the form how many networks predict together', async () => {
    expect((await client.prediction.form({ runId })).networks).toBe(3);
  });

  it('predicts a row by the mean of its networks, with their standard deviation', async () => {
    for (const row of rows) {
      const { cells } = await client.prediction.row({ runId, row });
      const { prediction } = await client.prediction.whatIf({ runId, cells });
      if (prediction.kind !== 'numeric') throw new Error('A number is predicted.');
      expect(prediction.targets[0]!.value).toBeCloseTo(meanAt(row), 4);
      expect(prediction.targets[0]!.spread).toBeCloseTo(spreadAt(row), 4);
      expect(prediction.targets[0]!.spread).toBeGreaterThan(0);
    }
  });

  it('shows by partial dependence how that mean depends on a column', async () => {
    const found = await client.evaluation.dependence({ runId, column: 'Origin', output: 0, row: 40 });
    const { at, outputs } = found.own!;
    expect(outputs[at!]).toBeCloseTo(meanAt(40), 4);
  });

  it('shows and saves the spread for the rows of a file', async () => {
    const open = { runId, file: { kind: 'path' as const, path: cars } };
    let id = '';
    for await (const { file } of await client.prediction.open(open)) id = file?.id ?? id;
    const { predictions } = await client.prediction.rows({ id, offset: 40, limit: 1 });
    const [found] = predictions;
    if (found?.kind !== 'numeric') throw new Error('A number is predicted.');
    expect(found.targets[0]!.spread).toBeCloseTo(spreadAt(40), 4);
    let text = '';
    for await (const piece of await client.prediction.save({ id, spread: true })) text += piece.text;
    expect(text.split('\n')[0]).toMatch(/,prediction,prediction_spread$/);
    const written = await column(folder, 'prediction_spread', { spread: true });
    expect(Number(text.split('\n')[41]!.split(',').at(-1))).toBe(written[40]);
  });

  it('of one network refuses a spread in a saved file', async () => {
    const one = await opened(cars, { targets: [target], hidden: [4], epochs: 1 });
    const own = await trained(one);
    let id = '';
    for await (const { file } of await one.prediction.open({
      runId: own,
      file: { kind: 'path', path: cars },
    }))
      id = file?.id ?? id;
    const saved = async () => {
      for await (const _ of await one.prediction.save({ id, spread: true }));
    };
    expect(await code(saved())).toBe('spread_unavailable');
  });
});
