// A reason is only shown while what it says is so.
import { describe, expect, it } from 'vitest';
import { newLayer } from '../../../app/contract/spec/layers.ts';
import { newOptimizer } from '../../../app/contract/spec/optimizers.ts';
import type { RunSpec } from '../../../app/contract/spec/spec.ts';
import { proposeModel } from '../../../app/model/propose.ts';
import { reasonsThatHold } from '../../../app/model/reasonsThatHold.ts';

const rows = { train: 278, validation: 60 };
const facts = { task: 'regression' as const, trainRows: 278, validationRows: 60, inputs: 8, outputs: 1 };
const { model, training, reasons } = proposeModel(facts, { targets: ['y'] });
const split = { train: 0.7, validation: 0.15, test: 0.15 };
const spec: RunSpec = {
  version: 1,
  seed: 1,
  data: { task: 'regression', columns: [], split },
  model,
  training,
};
const left = (change: Partial<RunSpec>, counts = rows) =>
  reasonsThatHold(reasons, { ...spec, ...change }, counts).map(({ code }) => code);
const all = [
  'hidden_layers',
  'batch_steps',
  'weight_decay',
  'epochs_enough',
  'patience_of_validation',
  'search_offered',
];

it('all hold of the proposal itself', () => {
  expect(left({})).toEqual(all);
});

describe('a reason goes with a change of', () => {
  const without = (...gone: string[]) => all.filter((code) => !gone.includes(code));
  it.each<[what: string, change: Partial<RunSpec>, gone: string[]]>([
    ['the epochs', { training: { ...training, epochs: 300 } }, ['epochs_enough']],
    ['the batch size', { training: { ...training, batchSize: 'full' } }, ['batch_steps']],
    ['the patience', { training: { ...training, patience: 5 } }, ['patience_of_validation']],
    ['the optimizer', { training: { ...training, optimizer: newOptimizer('lbfgs') } }, ['weight_decay']],
    ['the hidden layers', { model: { ...model, layers: [newLayer(8, 'relu')] } }, ['hidden_layers']],
  ])('%s', (_, change, gone) => {
    expect(left(change)).toEqual(without(...gone));
  });

  it('the split: other training rows, no validation rows', () => {
    expect(left({}, { train: 300, validation: 60 })).toEqual(without('batch_steps', 'search_offered'));
    expect(left({}, { train: 278, validation: 0 })).toEqual(
      without('weight_decay', 'patience_of_validation'),
    );
  });
});

describe('of few rows', () => {
  const proposed = proposeModel({ ...facts, trainRows: 33, validationRows: 7 }, { targets: ['y'] });
  const few = { ...spec, model: proposed.model, training: proposed.training };
  const said = (change: Partial<RunSpec>, train = 40) =>
    reasonsThatHold(proposed.reasons, { ...few, ...change }, { train, validation: 0 }).map(
      ({ code }) => code,
    );
  const ofFew = [
    'hidden_layer_of_few_rows',
    'batch_steps',
    'weight_decay',
    'epochs_enough',
    'epochs_by_folds',
    'linear_offered',
    'search_offered',
  ];

  it('all hold of the proposal itself, where the validation rows learn, too', () => {
    expect(said({})).toEqual(ofFew);
  });

  it('a linear model is not offered to one', () => {
    expect(said({ model: { ...model, layers: [] } })).toEqual(
      ofFew.filter((code) => code !== 'hidden_layer_of_few_rows' && code !== 'linear_offered'),
    );
  });

  it('folds are not spoken of once they find nothing', () => {
    const { epochFolds: _, ...without } = proposed.training;
    expect(said({ training: without })).not.toContain('epochs_by_folds');
  });

  it('none that names rows holds for others', () => {
    expect(said({}, 41)).toEqual(['weight_decay', 'epochs_enough']);
  });
});
