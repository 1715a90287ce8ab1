// A model file computed again from its bytes, by the formula of its description and in float64: the golden rows come out as the engine
// (float32) predicted them, for each kind of layer, of input and of target.
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { activations, newLayer } from '../../../../app/contract/spec/layers.ts';
import type { RunSpec } from '../../../../app/contract/spec/spec.ts';
import { formats } from '../../../../app/export/formats.ts';
import { readBack } from '../../../../app/workspace/exporting/checkFiles.ts';
import { runnersHere } from '../../export/runnersHere.ts';
import { exportedFile } from '../../exportedFile.ts';
import { connect, opened, runOf, trained, written } from '../table/openedTable.ts';

/** A number with gaps, one far from the others, a category with gaps, an order, a date, and targets of each kind. */
function rows(): string[] {
  const lines = Array.from({ length: 200 }, (_, i) => [
    i === 77 ? 90_000 : (i * 37) % 101,
    i % 20 === 7 ? '' : (i % 13) / 4 - 1,
    i % 30 === 3 ? '' : ['north', 'south', '서쪽', '"a, b"'][i % 4],
    ['low', 'mid', 'high'][(i * 7) % 3],
    `${2000 + (i % 30)}-0${1 + (i % 9)}-11 0${i % 10}:30`,
    ((i * 37) % 101) * 3 - (i % 13) + 1000,
    (i % 13) * 0.001,
    i % 5,
    ['yes', 'no'][i % 2],
    `class ${i % 7}`,
  ]);
  return ['x,y,side,grade,when,price,tiny,count,answer,kind', ...lines.map((line) => line.join(','))];
}

type Prepare = NonNullable<RunSpec['data']['columns'][number]['prepare']>;

/** The usual features, prepared as `prepare` says, and two hidden layers as `layer` says, the second with another activation. */
function edited(
  layer: Partial<ReturnType<typeof newLayer>>,
  prepare: Record<string, Prepare> = {},
  second = layer.activation ?? 'tanh',
) {
  return (spec: RunSpec): RunSpec => ({
    ...spec,
    data: {
      ...spec.data,
      columns: spec.data.columns.map((column) => {
        if (column.role === 'target') return column;
        const isFeature = ['x', 'y', 'side', 'grade', 'when'].includes(column.name);
        const own = prepare[column.name];
        return { ...column, role: isFeature ? 'feature' : 'ignored', ...(own && { prepare: own }) };
      }),
    },
    model: {
      ...spec.model,
      layers: [
        { ...newLayer(9, 'tanh'), ...layer },
        { ...newLayer(5, 'tanh'), ...layer, activation: second },
      ],
    },
  });
}

async function checked(targets: string[], edit: (spec: RunSpec) => RunSpec) {
  const client = await opened(await written('rows.csv', rows()), { targets, epochs: 3 }, edit);
  await trained(client);
  const path = `${(await runOf(client)).folder}/best.safetensors`;
  const json = await exportedFile(connect(), { kind: 'path', path }, 'json');
  const [tensors, decimals] = [await readFile(path), new Uint8Array(await json.arrayBuffer())];
  return [await again('safetensors', tensors), await again('json', decimals)];
}

async function again(format: 'safetensors' | 'json', bytes: Uint8Array) {
  const files = [{ name: 'model', type: '', bytes }];
  const golden = await formats[format].goldenRows!(files, runnersHere);
  return (await readBack(formats[format], files, golden!, runnersHere))!;
}

/** All activations but the step, through which nothing learns, two in a network. */
const learned = activations.filter((activation) => activation !== 'step');
const pairs = Array.from(
  { length: learned.length / 2 },
  (_, k) => [learned[2 * k]!, learned[2 * k + 1]!] as const,
);

const cases: [name: string, targets: string[], edit: (spec: RunSpec) => RunSpec][] = [
  ...pairs.map(([one, other]): (typeof cases)[number] => [
    `${one} and ${other}`,
    ['price'],
    edited({ activation: one }, {}, other),
  ]),
  ['batch normalisation', ['price'], edited({ normalization: 'batch' })],
  ['layer normalisation', ['price'], edited({ normalization: 'layer' })],
  ['dropout, no bias', ['price'], edited({ dropout: 0.3, bias: false })],
  ['several targets of very different size', ['price', 'tiny'], edited({})],
  ['two classes', ['answer'], edited({})],
  ['seven classes', ['kind'], edited({ normalization: 'batch' })],
  [
    'counts by a logarithm',
    ['count'],
    (spec) => {
      const { model, data, training } = edited({})(spec);
      return {
        ...spec,
        model,
        data: { ...data, task: 'regression' },
        training: { ...training, loss: 'poisson' },
      };
    },
  ],
  [
    'every way to prepare a column',
    ['price'],
    edited({}, {
      x: { log: true, indicator: true, clip: 2 },
      y: { scaling: 'robust', indicator: true, missing: -7 },
      side: { levels: 2, other: true },
      grade: { encoding: 'ordinal', order: ['low', 'mid', 'high'], scaling: 'minMax' },
      when: { parts: ['time', 'year', 'month', 'day', 'weekday', 'hour'], indicator: true },
    } as Record<string, Prepare>),
  ],
];

describe('the golden rows of a model file, computed from its bytes, are what the engine predicted', () => {
  it.each(cases)('%s', async (_, targets, edit) => {
    for (const { rows: count, largest } of await checked(targets, edit)) {
      expect(count).toBe(32);
      expect(largest).toBeLessThan(1e-5);
    }
  });
});
