// The networks of an ensemble, trained in memory with the real engine on small tables.
import { resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { LayerWeights } from '../../../../app/contract/model.ts';
import type { Choices } from '../../../../app/contract/spec/choices.ts';
import type { EnsembleSpec } from '../../../../app/contract/spec/ensemble.ts';
import type { RunSpec } from '../../../../app/contract/spec/spec.ts';
import { openTable } from '../../../../app/dataset/open.ts';
import type { Table } from '../../../../app/dataset/table/table.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import { meanOfPredictions } from '../../../../app/evaluation/meanPredictions.ts';
import type {
  ClassPredictions,
  NumberPredictions,
  Predictions,
} from '../../../../app/evaluation/predictions.ts';
import { fingerprint, modelFingerprint } from '../../../../app/export/fingerprint.ts';
import { trainEnsemble } from '../../../../app/workspace/ensemble/trainEnsemble.ts';
import { predictInputs } from '../../../../app/workspace/scoring/modelPredictions.ts';
import { predictRows } from '../../../../app/workspace/scoring/score.ts';
import { type Ground, groundOn } from '../../../../app/workspace/table/ground.ts';
import type { OpenTable } from '../../../../app/workspace/table/openTable.ts';
import { Preparer } from '../../../../app/workspace/table/preparer.ts';
import { currentSpec, opened } from '../table/openedTable.ts';

const engine = loadEngine();
const iris = resolve('examples/iris.csv');
const species = { targets: ['species'], hidden: [4], epochs: 12, patience: 4, seed: 3, batchSize: 16 };
const length = { ...species, targets: ['petal length (cm)'] };

const tables: Table[] = [];
afterEach(() => {
  for (const table of tables.splice(0)) table.close();
});

async function groundOf(
  choices: Choices,
  ensemble: EnsembleSpec | undefined,
  edit: (spec: RunSpec) => RunSpec = (spec) => spec,
): Promise<Ground> {
  const spec = edit(await currentSpec(await opened(iris, choices)));
  const table = await openTable(iris, { fileName: 'iris.csv', reading: {}, engine });
  tables.push(table);
  const open: OpenTable = { table, files: [], stamp: null, preparer: new Preparer(table) };
  const { ensemble: _, ...training } = spec.training;
  return groundOn(open, { ...spec, training: { ...training, ...(ensemble && { ensemble }) } });
}

const trained = async (ground: Ground, threads = 2) => (await trainEnsemble(engine, ground, { threads }))!;

describe('the rows of an ensemble', () => {
  it('are those of training and validation together, each in one fold with its share of every class', async () => {
    const one = await groundOf(species, undefined);
    const { split, preparation } = await groundOf(species, { folds: 5, seeds: 1 });
    const both = [...one.split.train, ...one.split.validation].sort((a, b) => a - b);
    expect([...split.train]).toEqual(both);
    expect(split.validation).toHaveLength(0);
    expect(split.test).toEqual(one.split.test);
    expect(split.folds!.flatMap((fold) => [...fold]).sort((a, b) => a - b)).toEqual(both);
    // Examples of iris come class by class, fifty of each.
    for (const fold of split.folds!)
      for (const kind of [0, 1, 2]) {
        const rows = fold.filter((row) => Math.floor(row / 50) === kind).length;
        expect(Math.abs(rows - both.length / 15)).toBeLessThanOrEqual(1);
      }
    expect(preparation).not.toEqual(one.preparation);
  });

  it('are refused where a fold would be empty', async () => {
    const few = (spec: RunSpec): RunSpec => ({
      ...spec,
      data: { ...spec.data, split: { testRows: Array.from({ length: 141 }, (_, k) => k) } },
    });
    await expect(groundOf(length, { folds: 10, seeds: 1 }, few)).rejects.toMatchObject({
      code: 'spec_refused',
      message: expect.stringContaining('An ensemble of 10 folds needs at least 10 rows'),
    });
  });
});

describe('an ensemble', () => {
  it('has the same bits for any number of threads and of trainings at once', async () => {
    const ground = await groundOf(species, { folds: 3, seeds: 2 });
    const [one, two, five] = [await trained(ground, 1), await trained(ground, 2), await trained(ground, 5)];
    expect(one.members).toHaveLength(6);
    expect(modelFingerprint(two)).toBe(modelFingerprint(one));
    expect(modelFingerprint(five)).toBe(modelFingerprint(one));
    expect(five.leftOut).toEqual(one.leftOut);
  });

  it('has different networks, the first seed of which do not depend on how many follow', async () => {
    const two = await trained(await groundOf(species, { folds: 3, seeds: 2 }));
    const one = await trained(await groundOf(species, { folds: 3, seeds: 1 }));
    expect(new Set(two.members.map((layers) => fingerprint(layers))).size).toBe(6);
    expect(two.members.slice(0, 3)).toEqual(one.members);
  });

  it('can be trained in float64', async () => {
    const ground = await groundOf(length, { folds: 2, seeds: 1 }, (spec) => ({
      ...spec,
      training: { ...spec.training, precision: 'float64' },
    }));
    const { members, leftOut } = await trained(ground);
    expect(members[0]![0]!.weight).toBeInstanceOf(Float32Array);
    expect(leftOut.rows).toHaveLength(ground.split.train.length);
  });

  it('has nothing where it is stopped before it begins', async () => {
    const ground = await groundOf(species, { folds: 3, seeds: 1 });
    expect(await trainEnsemble(engine, ground, { threads: 1, signal: AbortSignal.abort() })).toBeNull();
  });
});

const predictionsOf = async (ground: Ground, members: LayerWeights[][], rows: Uint32Array) =>
  (await predictRows(engine, { ...ground, members }, ground.table, rows)).predictions;

describe('the prediction of an ensemble', () => {
  it('is the mean of its networks’ answers, and its spread their standard deviation', async () => {
    const ground = await groundOf(length, { folds: 3, seeds: 1 });
    const { members } = await trained(ground);
    const rows = ground.split.test;
    const alone: NumberPredictions[] = [];
    for (const layers of members)
      alone.push((await predictionsOf(ground, [layers], rows)) as NumberPredictions);
    const { values, spread } = (await predictionsOf(ground, members, rows)) as NumberPredictions;
    for (let row = 0; row < rows.length; row++) {
      const own = alone.map((one) => one.values[row]!);
      const mean = own.reduce((sum, value) => sum + value, 0) / 3;
      expect(values[row]).toBeCloseTo(mean, 12);
      const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 3;
      expect(spread![row]).toBeCloseTo(Math.sqrt(variance), 12);
    }
    expect(alone[0]).not.toHaveProperty('spread');
  });

  it('has the bits of the mean of its networks’ predictions, on 1, 2 and 5 threads', async () => {
    const ground = await groundOf(species, { folds: 3, seeds: 1 });
    const { members } = await trained(ground);
    const rows = 20_011;
    const features = Float32Array.from({ length: 4 * rows }, (_, i) => 3 * Math.sin(i));
    const predicted = (by: LayerWeights[][], threads: number) =>
      predictInputs(engine, { ...ground, members: by }, { features, rows }, { threads });
    const alone: Predictions[] = [];
    for (const layers of members) alone.push(await predicted([layers], 1));
    const wanted = meanOfPredictions(alone);
    for (const threads of [1, 2, 5]) expect(await predicted(members, threads)).toEqual(wanted);
  });

  it('of classes has the mean of their probabilities, and the class that is most probable in the mean', async () => {
    const ground = await groundOf(species, { folds: 3, seeds: 1 });
    const { members } = await trained(ground);
    const rows = ground.split.test;
    const alone: ClassPredictions[] = [];
    for (const layers of members)
      alone.push((await predictionsOf(ground, [layers], rows)) as ClassPredictions);
    const { probabilities, chosen } = (await predictionsOf(ground, members, rows)) as ClassPredictions;
    probabilities.forEach((probability, i) => {
      const mean = alone.reduce((sum, one) => sum + one.probabilities[i]!, 0) / 3;
      expect(probability).toBeCloseTo(mean, 12);
    });
    chosen.forEach((index, row) => {
      const own = probabilities.subarray(row * 3, row * 3 + 3);
      expect(own[index]).toBe(Math.max(...own));
    });
  });
});

it('each row that was left out is predicted by the networks that did not learn from it, averaged over the seeds', async () => {
  const ground = await groundOf(length, { folds: 2, seeds: 2 });
  const { members, leftOut } = await trained(ground);
  const { folds } = ground.split;
  const [first, second] = folds!;
  // Members in order: seed 0 without the first fold, without the second, then seed 1.
  const own = (await predictionsOf(ground, [members[0]!, members[2]!], first!)) as NumberPredictions;
  const other = (await predictionsOf(ground, [members[1]!, members[3]!], second!)) as NumberPredictions;
  expect([...leftOut.rows]).toEqual([...first!, ...second!]);
  expect((leftOut.predictions as NumberPredictions).values).toEqual(
    Float64Array.from([...own.values, ...other.values]),
  );
  expect(leftOut.truth).toHaveLength(leftOut.rows.length);
});
