import { describe, expect, it } from 'vitest';
import type { Choices } from '../../../app/contract/spec/choices.ts';
import { modelSpecSchema } from '../../../app/contract/spec/layers.ts';
import { trainingSpecSchema } from '../../../app/contract/spec/spec.ts';
import { type Proposal, proposeModel, type TableFacts } from '../../../app/model/propose.ts';

const iris: TableFacts = { task: 'multiclass', trainRows: 105, validationRows: 22, inputs: 4, outputs: 3 };
const choose = (choices: Partial<Choices> = {}): Choices => ({ targets: ['y'], ...choices });

function decayOf({ training: { optimizer } }: Proposal): number {
  if ('weightDecay' in optimizer) return optimizer.weightDecay;
  throw new Error(`${optimizer.type} has no weight decay`);
}

describe('the proposed network', () => {
  it('is a whole spec for every task and size', () => {
    for (const task of ['regression', 'binary', 'multiclass'] as const)
      for (const trainRows of [1, 7, 105, 2_000, 50_000, 5_000_000])
        for (const inputs of [1, 30, 784, 20_000]) {
          const facts = {
            task,
            trainRows,
            validationRows: 0,
            inputs,
            outputs: task === 'multiclass' ? 3 : 1,
          };
          const { model, training } = proposeModel(facts, choose());
          expect(modelSpecSchema.parse(model)).toEqual(model);
          expect(trainingSpecSchema.parse(training)).toEqual(training);
        }
  });

  it('takes every choice as it is', () => {
    const choices = {
      hidden: [7, 5],
      activation: 'tanh',
      loss: 'meanSquaredError',
      optimizer: 'momentum',
      learningRate: 0.25,
      batchSize: 'full',
      epochs: 17,
      patience: 3,
    } as const;
    const { model, training } = proposeModel(iris, choose({ ...choices, hidden: [...choices.hidden] }));
    expect(model.layers.map((layer) => [layer.units, layer.activation])).toEqual([
      [7, 'tanh'],
      [5, 'tanh'],
    ]);
    expect(training).toMatchObject({
      loss: 'meanSquaredError',
      optimizer: { type: 'momentum', learningRate: 0.25 },
      batchSize: 'full',
      epochs: 17,
      patience: 3,
    });
  });

  it('is a linear model when no hidden layer is chosen', () => {
    expect(proposeModel(iris, choose({ hidden: [] })).model.layers).toEqual([]);
  });

  it('is one small layer where fewer than 100 rows teach it, and says why', () => {
    const unitsOf = (trainRows: number) =>
      proposeModel({ ...iris, trainRows }, choose()).model.layers.map(({ units }) => units);
    expect(unitsOf(22)).toEqual([16]);
    expect(unitsOf(99)).toEqual([16]);
    expect(unitsOf(100)).toEqual([64, 32]);
    const { reasons } = proposeModel({ ...iris, trainRows: 22, validationRows: 0 }, choose());
    expect(reasons.map(({ message }) => message)).toContain(
      'One hidden layer of 16 units: 22 training rows are too few for a larger network.',
    );
    expect(reasons.map(({ code }) => code)).not.toContain('hidden_layers');
  });

  it('leaves the number of epochs to folds where fewer than 100 rows are beside few validation rows', () => {
    const few = { ...iris, trainRows: 33, validationRows: 7 };
    const { training, reasons } = proposeModel(few, choose());
    expect(training.epochFolds).toBe(5);
    expect(reasons.map(({ message }) => message)).toContain(
      '7 validation rows are too few to choose the epoch: cross-validation with 5 folds finds how many epochs to train, and then all 40 rows learn.',
    );
    expect(reasons.map(({ code }) => code)).not.toContain('patience_of_validation');
    const foldsOf = (facts: Partial<TableFacts>, choices: Partial<Choices> = {}) =>
      proposeModel({ ...few, ...facts }, choose(choices)).training.epochFolds;
    expect(foldsOf({ trainRows: 100, validationRows: 22 })).toBeUndefined();
    expect(foldsOf({ validationRows: 0 })).toBeUndefined();
    expect(foldsOf({}, { epochs: 30 })).toBeUndefined();
    expect(foldsOf({}, { patience: 30 })).toBeUndefined();
    expect(foldsOf({}, { optimizer: 'lbfgs' })).toBeUndefined();
  });

  it('comes with the offer of a linear model below 100 rows, and of a search below 1,000', () => {
    const offered = (
      trainRows: number,
      choices: Partial<Choices> = {},
      validationRows = iris.validationRows,
    ) =>
      proposeModel({ ...iris, trainRows, validationRows }, choose(choices))
        .reasons.map(({ code }) => code)
        .filter((code) => code.endsWith('_offered'));
    expect(offered(99)).toEqual(['linear_offered', 'search_offered']);
    expect(offered(99, { hidden: [] })).toEqual(['search_offered']);
    expect(offered(999)).toEqual(['search_offered']);
    expect(offered(9, {}, 0)).toEqual(['linear_offered']);
    expect(offered(1_000)).toEqual([]);
  });

  it('has the loss that fits the task, also when auto is asked for', () => {
    expect(proposeModel(iris, choose({ loss: 'auto' })).training.loss).toBe('categoricalCrossEntropy');
    expect(proposeModel({ ...iris, task: 'binary' }, choose()).training.loss).toBe('binaryCrossEntropy');
    expect(proposeModel({ ...iris, task: 'regression' }, choose()).training.loss).toBe('meanSquaredError');
  });

  it('begins relu layers by He and the others by Glorot', () => {
    const begun = (activation: 'relu' | 'tanh') =>
      proposeModel(iris, choose({ activation })).model.layers.map((layer) => layer.initializer);
    expect(new Set(begun('relu'))).toEqual(new Set(['heUniform']));
    expect(new Set(begun('tanh'))).toEqual(new Set(['glorotUniform']));
  });

  it('lets the epochs follow the batch that was chosen, so that about as many steps are taken', () => {
    const rows = { ...iris, trainRows: 2_000 };
    const steps = (batchSize: number) => {
      const { training } = proposeModel(rows, choose({ batchSize }));
      return training.epochs * Math.ceil(rows.trainRows / batchSize);
    };
    expect(steps(64) / steps(32)).toBeCloseTo(1, 1);
  });

  it('is patient for a part of the epochs, whatever their number', () => {
    for (const epochs of [40, 400, 4_000]) {
      const { patience } = proposeModel(iris, choose({ epochs })).training;
      expect(patience).toBeGreaterThan(0);
      expect(patience).toBeLessThan(epochs);
    }
  });

  it('leans on weight decay where no validation rows show over-fitting', () => {
    const decay = (validationRows: number) =>
      decayOf(proposeModel({ ...iris, trainRows: 1_000, validationRows }, choose()));
    expect(decay(0)).toBeGreaterThan(decay(150));
  });

  it('decays weights less the more rows there are', () => {
    const decays = [100, 1_000, 10_000].map((trainRows) =>
      decayOf(proposeModel({ ...iris, trainRows }, choose())),
    );
    expect(decays).toEqual([...decays].sort((a, b) => b - a));
    expect(new Set(decays).size).toBe(3);
  });

  it('gives reasons for what it proposed and none for what was chosen', () => {
    const said = (choices: Partial<Choices>) =>
      proposeModel(iris, choose(choices))
        .reasons.map(({ message }) => message)
        .join(' ');
    expect(said({})).toContain('Two hidden layers');
    expect(said({})).toContain('105 training rows');
    expect(said({ hidden: [8] })).not.toContain('hidden layers');
    expect(said({ batchSize: 8 })).not.toContain('Batches');
    expect(said({ epochs: 8 })).not.toContain('At most');
    expect(said({ patience: 0 })).not.toContain('ends sooner');
  });
});
