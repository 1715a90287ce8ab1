// The line that is dragged is the network's: its weights draw it through the real engine, whatever the columns' scales are.
import { expect, test } from 'vitest';
import type { Choices } from '../../../../app/contract/spec/choices.ts';
import type { RunSpec } from '../../../../app/contract/spec/spec.ts';
import {
  lineOf,
  lineScale,
  weightsByHand,
  weightsOf,
  withWeights,
} from '../../../../renderer/panes/prediction/lineByHand.ts';
import { ownLine } from '../../../../renderer/panes/prediction/lineFit.ts';
import { type Client, houses, now, opened, written } from '../table/openedTable.ts';

const linear: Choices = {
  targets: ['price'],
  features: ['area'],
  hidden: [],
  split: { train: 0.8, validation: 0.2, test: 0 },
};

async function drawn(client: Client) {
  const x = { column: 'area', from: 30, to: 150, steps: 2 };
  const { values, outputs } = await client.insight.grid({ weights: 'initial', x, y: null, fixed: {} });
  return ownLine({ x, y: null, outputs, values: new Float32Array(await values.arrayBuffer()) }, 0)!;
}

test.each<[string, Partial<Choices>, (spec: RunSpec) => RunSpec]>([
  ['standard', {}, (spec) => spec],
  ['between 0 and 1', { prepare: { area: { scaling: 'minMax' } } }, (spec) => spec],
  ['not at all', { prepare: { area: { scaling: 'none' } } }, (spec) => spec],
])('of a column that is scaled %s', async (_, more, edit) => {
  const client = await opened(await written('houses.csv', houses()), { ...linear, ...more }, edit);
  const { spec, plan } = await now(client);
  const scale = lineScale(spec!, plan!)!;
  const line = { slope: 2.5, intercept: -40 };
  const weights = weightsOf(line, scale);
  await client.spec.set({ revision: Number.MAX_SAFE_INTEGER, spec: withWeights(spec!, weights) });
  const found = await drawn(client);
  expect(found.slope).toBeCloseTo(line.slope, 3);
  expect(found.intercept).toBeCloseTo(line.intercept, 1);
  expect(lineOf(weights, scale).slope).toBeCloseTo(line.slope, 10);
  expect(weightsByHand((await now(client)).spec!)).toEqual(weights);
});

test('without a bias the line goes through the point of both means, whatever its weight', async () => {
  const client = await opened(await written('houses.csv', houses()), linear, (spec) => ({
    ...spec,
    model: { ...spec.model, output: { ...spec.model.output, bias: false } },
  }));
  const { spec, plan } = await now(client);
  const scale = lineScale(spec!, plan!)!;
  for (const w of [-1, 0, 2]) {
    await client.spec.set({ revision: Number.MAX_SAFE_INTEGER, spec: withWeights(spec!, { w, b: 7 }) });
    const { slope, intercept } = await drawn(client);
    expect(intercept + slope * scale.mean).toBeCloseTo(scale.targetMean, 2);
  }
});

test.each<[string, Partial<Choices>]>([
  ['two features', { features: ['area', 'age'] }],
  ['a hidden layer', { hidden: [1] }],
  ['a logarithm before the scaling', { prepare: { area: { log: true } } }],
  ['a limit on scaled values', { prepare: { area: { clip: 2 } } }],
  ['classes', { targets: ['side'] }],
])('is no line with %s', async (_, more) => {
  const client = await opened(await written('houses.csv', houses()), { ...linear, ...more });
  const { spec, plan } = await now(client);
  expect(lineScale(spec!, plan!)).toBeNull();
});
