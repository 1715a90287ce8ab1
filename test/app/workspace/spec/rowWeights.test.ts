// What the engine is handed for specs whose rows weigh, whose target is a count, or that want float64: seen through a double
// at the engine's port that passes everything on to the real engine.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Floats } from '../../../../app/contract/model.ts';
import type { Choices } from '../../../../app/contract/spec/choices.ts';
import { defaultLossSettings } from '../../../../app/contract/spec/losses.ts';
import type { Precision } from '../../../../app/contract/spec/spec.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import type { RunConfig } from '../../../../app/engine/runConfig.ts';
import { type Backend, createBackend } from '../../../../app/workspace/backend.ts';

const engine = loadEngine();
let home: string;
let backend: Backend;
let seen: RunConfig[];
/** What was written into the engine's matrices. */
let written: { precision: Precision; values: Floats }[];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'chainrule-'));
  seen = [];
  written = [];
  const recording = {
    ...engine,
    createRun: (config: RunConfig) => {
      seen.push(config);
      return engine.createRun(config);
    },
    createMatrix: (rows: number, columns: number, precision: Precision) => {
      const matrix = engine.createMatrix(rows, columns, precision);
      const write = matrix.write.bind(matrix);
      const value: typeof write = (row, column, width, values) => {
        written.push({ precision, values: values.slice() });
        write(row, column, width, values);
      };
      // The addon's methods cannot be assigned to.
      Object.defineProperty(matrix, 'write', { value });
      return matrix;
    },
  };
  backend = await createBackend({ home, engine: recording, allowPaths: true, restore: false });
});
afterEach(async () => {
  await backend.dispose();
  await rm(home, { recursive: true, force: true });
});

/** 60 rows: 45 of class a, 15 of b, weighing 1 and 2 by turns; `n` counts from 0 to 4. */
const table = [
  'x,kind,w,n',
  ...Array.from({ length: 60 }, (_, i) => `${i * 0.37},${i % 4 === 3 ? 'b' : 'a'},${1 + (i % 2)},${i % 5}`),
];

async function train(choices: Choices) {
  const path = join(home, 'table.csv');
  await writeFile(path, `${table.join('\n')}\n`);
  const client = createRouterClient(backend.router);
  await client.dataset.open({ file: { kind: 'path', path } });
  await client.spec.propose({ epochs: 2, hidden: [4], ...choices });
  const { runId } = await client.training.start({ threads: 1 });
  for await (const _ of await client.training.watch({ runId }));
  const [config] = seen;
  return { config: config!, evaluation: await client.evaluation.get({ runId }) };
}

it('no weights where all rows count the same', async () => {
  const { config } = await train({ targets: ['kind'], ignore: ['w', 'n'] });
  expect(config.train.weights).toBeNull();
  expect(config.validation!.weights).toBeNull();
  for (const { values } of written) expect(values).toBeInstanceOf(Float32Array);
});

it("a class's weight, balanced over the training rows, times the row's own", async () => {
  const { config } = await train({
    targets: ['kind'],
    ignore: ['n'],
    sampleWeight: 'w',
    lossSettings: { ...defaultLossSettings, classWeights: 'balanced' },
  });
  const { rows, targets, weights } = config.train;
  const ofClass = [0, 1].map((k) => targets.filter((value) => value === k).length);
  for (const part of [config.train, config.validation!]) {
    const own = Array.from(part.weights!, (weight, i) => weight / (rows / (2 * ofClass[part.targets[i]!]!)));
    for (const weight of own) expect([1, 2]).toContain(Number(weight.toFixed(6)));
  }
  expect(weights).toBeInstanceOf(Float32Array);
  // The weight is not a feature.
  expect(config.network.inputs).toBe(1);
});

it('given weights of classes', async () => {
  const { config } = await train({
    targets: ['kind'],
    ignore: ['w', 'n'],
    lossSettings: { ...defaultLossSettings, classWeights: [1, 3] },
  });
  expect(Array.from(config.train.weights!)).toEqual(
    Array.from(config.train.targets, (index) => 1 + 2 * index),
  );
});

it('counts as they are for a loss with a logarithm, and predictions that are counts again', async () => {
  const { config, evaluation } = await train({
    targets: ['n'],
    ignore: ['w', 'kind'],
    task: 'regression',
    loss: 'poisson',
  });
  expect([...new Set(config.train.targets)].sort()).toEqual([0, 1, 2, 3, 4]);
  if (evaluation.detail.kind !== 'numeric') throw new Error('numbers expected');
  for (const [, predicted] of evaluation.detail.targets[0]!.points) expect(predicted).toBeGreaterThan(0);
});

it('matrices in float64 where that is asked for, and kept weights in float32', async () => {
  const { config, evaluation } = await train({
    targets: ['n'],
    ignore: ['kind'],
    sampleWeight: 'w',
    task: 'regression',
    precision: 'float64',
  });
  for (const part of [config.train, config.validation!]) {
    expect(part.targets).toBeInstanceOf(Float64Array);
    expect(part.weights).toBeInstanceOf(Float64Array);
  }
  // Not float32 numbers made wide again; the rows that are scored are float32, as the kept weights are.
  for (const { precision, values } of written)
    expect(values).toBeInstanceOf(precision === 'float64' ? Float64Array : Float32Array);
  const wide = written.filter(({ precision }) => precision === 'float64');
  expect(wide.some(({ values }) => values.some((value) => value !== Math.fround(value)))).toBe(true);
  expect(evaluation.fingerprint).toMatch(/^[0-9a-f]{64}$/);
});

it('several targets at once', async () => {
  const { config, evaluation } = await train({ targets: ['n', 'w'], ignore: ['kind'], loss: 'huber' });
  expect(config.train.targets.length).toBe(2 * config.train.rows);
  expect(evaluation.detail).toMatchObject({ kind: 'numeric', targets: [{ name: 'w' }, { name: 'n' }] });
});
