// From a file to the prepared table, a model, its file and predictions: every number the same on the way.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { expect, it, onTestFinished } from 'vitest';
import type { RunSpec } from '../../../../app/contract/spec/spec.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import { shortestFloat32 } from '../../../../app/export/shortest.ts';
import { createBackend } from '../../../../app/workspace/backend.ts';
import { readModel } from '../../../../app/workspace/models/readModel.ts';
import { exportedFile } from '../../exportedFile.ts';

async function fresh() {
  const folder = await mkdtemp(join(tmpdir(), 'prepared-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const backend = await createBackend({
    home: join(folder, 'home'),
    engine: loadEngine(),
    allowPaths: true,
    restore: false,
  });
  onTestFinished(() => backend.dispose());
  return { folder, client: createRouterClient(backend.router) };
}

async function linesOf(pieces: AsyncIterable<string>): Promise<string[][]> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
}

/** splitmix32. */
function random(seed: number) {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32;
  };
}

it('a random float32 is written in the fewest digits that read back as it', () => {
  const next = random(7);
  const bits = new Uint32Array(1);
  const float = new Float32Array(bits.buffer);
  for (let k = 0; k < 20_000; k++) {
    bits[0] = next() * 2 ** 32;
    const value = float[0]!;
    if (!Number.isFinite(value)) continue;
    const text = shortestFloat32(value);
    expect(Object.is(Math.fround(Number(text)), value)).toBe(true);
    const digits = (written: string) =>
      written
        .replace(/e.*$/, '')
        .replace(/[-.]/g, '')
        .replace(/^0+|0+$/g, '').length;
    for (let fewer = 1; fewer < digits(text); fewer++)
      expect(Math.fround(Number(value.toPrecision(fewer)))).not.toBe(value);
  }
});

it('whole numbers to 2^53 and decimals come through reading, preparing, predicting and exporting', async () => {
  const { folder, client } = await fresh();
  const next = random(11);
  const rows = Array.from({ length: 300 }, (_, i) => {
    const whole = Math.floor(next() * 2 ** 53) * (next() < 0.5 ? -1 : 1);
    const decimal = Number(((next() - 0.5) * 10 ** Math.floor(next() * 30 - 15)).toPrecision(15));
    return { whole, decimal, level: 'pqrst'[i % 5]!, y: i % 7 === 0 ? 1 : 0 };
  });
  const path = join(folder, 'numbers.csv');
  const text = rows.map(({ whole, decimal, level, y }) => `${whole},${decimal},${level},${y}`);
  await writeFile(path, `whole,decimal,level,y\n${text.join('\n')}\n`);
  await client.dataset.open({ file: { kind: 'path', path } });
  const cells = (await client.dataset.rows({ offset: 0, limit: 300 })).rows;
  expect(cells.map((row) => [Number(row[0]), Number(row[1])])).toEqual(
    rows.map((row) => [row.whole, row.decimal]),
  );

  const prepare = {
    whole: { scaling: 'none' },
    decimal: { scaling: 'none' },
    level: { levels: 2, other: true },
  } as const;
  const { plan } = await client.spec.propose({ targets: ['y'], prepare, epochs: 2, hidden: [4] });
  expect(plan.inputs).toEqual(['whole', 'decimal', ...plan.inputs.slice(2, 4), 'level = other']);
  const [header, ...prepared] = await linesOf(await client.export.prepared({}));
  expect(header).toEqual(['row', 'part', ...plan.inputs, 'y', 'y (learned)']);
  expect(prepared.map((line) => Number(line[0]))).toEqual(rows.map((_, i) => i + 1));
  for (const [i, row] of rows.entries()) {
    const line = prepared[i]!;
    expect(line.slice(2, 4).map((cell) => Math.fround(Number(cell)))).toEqual(
      [row.whole, row.decimal].map(Math.fround),
    );
    expect(line[7]).toBe(String(row.y));
  }
  const count = (part: string) => prepared.filter((line) => line[1] === part).length;
  expect(['train', 'validation', 'test'].map(count)).toEqual([
    plan.rows.train,
    plan.rows.validation,
    plan.rows.test,
  ]);
});

it('a model with every kind of preparation predicts the same from its file, and tells levels it never saw', async () => {
  const { folder, client } = await fresh();
  const next = random(5);
  const row = (i: number) =>
    `${i % 9 === 0 ? '' : (next() * 1e4).toFixed(3)},${['small', 'big', 'mid'][i % 3]},2024-0${1 + (i % 9)}-1${i % 10},${'abcde'[(i * i) % 5]},${(next() * 5).toFixed(4)}`;
  const path = join(folder, 'sales.csv');
  await writeFile(
    path,
    `income,size,day,city,y\n${Array.from({ length: 200 }, (_, i) => row(i)).join('\n')}\n`,
  );
  await client.dataset.open({ file: { kind: 'path', path } });
  const { spec, plan } = await client.spec.propose({
    targets: ['y'],
    prepare: {
      income: { log: true, scaling: 'robust', indicator: true, missing: 'mean' },
      size: { encoding: 'ordinal', order: ['small', 'mid', 'big'] },
      day: { parts: ['time', 'weekday'] },
      city: { levels: 2, other: true },
    },
    split: { by: 'time', column: 'day', train: 0.7, validation: 0.15, test: 0.15 },
    epochs: 3,
    hidden: [4],
  });
  expect(plan.inputs).toEqual([
    ...['income (log)', 'income missing', 'size', 'day: time', 'day: weekday'],
    ...plan.inputs.slice(5, 7),
    'city = other',
  ]);
  const { runId } = await client.training.start({ threads: 1 });
  for await (const _ of await client.training.watch({ runId }));
  const folderOfRun = join(folder, 'home', 'runs', runId);
  const file = await exportedFile(client, { kind: 'run', id: runId }, 'safetensors');
  const exported = join(folder, 'model.safetensors');
  await writeFile(exported, new Uint8Array(await file.arrayBuffer()));
  expect((await readModel(exported)).preparation).toEqual(plan.preparation);
  expect((await readModel(exported)).spec).toEqual(spec satisfies RunSpec);

  const from = async (model: string, table: string) =>
    linesOf(
      await client.models.predict({
        model: { kind: 'path', path: model },
        file: { kind: 'path', path: table },
      }),
    );
  expect(await from(exported, path)).toEqual(await from(folderOfRun, path));

  const newer = join(folder, 'new.csv');
  await writeFile(newer, 'city,day,size,income,y\nnowhere,2031-01-05,huge,,1\na,soon,mid,12,1\n');
  const stream = await client.models.predict({
    model: { kind: 'path', path: exported },
    file: { kind: 'path', path: newer },
  });
  let end = await stream.next();
  while (!end.done) end = await stream.next();
  expect(end.value?.unseenLevels).toEqual({ city: 1, size: 1 });
  const report = await client.models.evaluate({
    model: { kind: 'path', path: exported },
    file: { kind: 'path', path: newer },
  });
  expect(report.unseenLevels).toEqual({ city: 1, size: 1 });
});
