import { describe, expect, it } from 'vitest';
import { readSpec } from '../../../app/model/specIssues.ts';
import { exampleModel } from '../export/exampleModel.ts';

type Json = { [key: string]: Json } & Json[] & (string | number | boolean | null);

/** The issues of a good spec with the value at `path` replaced. */
function issuesWith(path: string, value: unknown) {
  const spec = JSON.parse(JSON.stringify(exampleModel().spec)) as Json;
  const keys = path.split('.');
  const parent = keys.slice(0, -1).reduce((inner, key) => inner[key]!, spec);
  Object.assign(parent, { [keys.at(-1)!]: value });
  return readSpec(spec).issues;
}

describe('readSpec', () => {
  it('takes a spec of before, and fills in what is new', () => {
    const old = {
      version: 1,
      seed: 7,
      data: exampleModel().spec.data,
      model: {
        layers: [{ units: 2, activation: 'relu', initializer: 'heUniform' }],
        output: { initializer: 'glorotUniform' },
      },
      training: {
        loss: 'categoricalCrossEntropy',
        optimizer: {
          type: 'adam',
          learningRate: 0.001,
          beta1: 0.9,
          beta2: 0.999,
          epsilon: 1e-8,
          weightDecay: 0,
        },
        batchSize: 32,
        epochs: 10,
        patience: 3,
      },
    };
    expect(readSpec(old).spec).toEqual(exampleModel().spec);
  });

  it.each([
    ['training.optimizer.type', 'adamm', 'adam'],
    ['training.optimizer.type', 'RMSprop', 'rmsProp'],
    ['training.optimizer.type', 'adamWW', 'adamW'],
    ['training.schedule', { type: 'cosin' }, 'cosine'],
    ['training.loss', 'categorical_crossentropy', 'categoricalCrossEntropy'],
    ['model.layers.0.activation', 'LeakyReLU', 'leakyRelu'],
    ['model.layers.0.initializer', 'heUnifrm', 'heUniform'],
    ['model.layers.0.normalization', 'batchNorm', 'batch'],
    ['training.stopping', { monitor: 'accurracy' }, 'accuracy'],
    ['training.precision', 'double64', 'float64'],
    ['training.lossSettings', { classWeights: 'balance' }, 'balanced'],
  ])('names the nearest to an unknown %s (%j)', (path, value, nearest) => {
    const [issue, ...rest] = issuesWith(path, value);
    expect(rest).toEqual([]);
    expect(issue).toMatchObject({ code: 'name_unknown', severity: 'error', values: { nearest } });
    expect(issue!.path!.startsWith(path)).toBe(true);
    expect(issue!.message).toContain(`did you mean "${nearest}"?`);
  });

  it('names the nearest setting to one that an optimizer does not have', () => {
    expect(issuesWith('training.optimizer.betta1', 0.9)).toMatchObject([
      { code: 'name_unknown', path: 'training.optimizer.betta1', values: { nearest: 'beta1' } },
    ]);
  });

  it.each([0, -1, 2.5, Number.NaN, 1e9, '8', null, undefined])(
    'refuses %s units and a batch of %s',
    (value) => {
      const found = value === undefined ? 'missing' : JSON.stringify(value);
      const shown = Number.isNaN(value) ? 'NaN' : found;
      expect(issuesWith('model.layers.0.units', value)).toMatchObject([
        {
          path: 'model.layers.0.units',
          message: `model.layers.0.units must be a whole number from 1 to 65536; it is ${shown}.`,
        },
      ]);
      expect(issuesWith('training.batchSize', value)).toMatchObject([
        {
          path: 'training.batchSize',
          message: `training.batchSize must be a whole number from 1 to 10000000, or full; it is ${shown}.`,
        },
      ]);
    },
  );

  it('tells all that is wrong at once, each with its path', () => {
    const spec = JSON.parse(JSON.stringify(exampleModel().spec));
    spec.model.layers[0].units = 0;
    spec.training.loss = 'mse';
    spec.training.schedule = { type: 'step', every: 0 };
    spec.sede = 4;
    expect(readSpec(spec).issues.map(({ path }) => path)).toEqual([
      'model.layers.0.units',
      'training.loss',
      'training.schedule.every',
      'sede',
    ]);
  });

  it('says why softmax is none for a hidden layer', () => {
    expect(issuesWith('model.layers.0.activation', 'softmax')).toMatchObject([
      { code: 'softmax_hidden', path: 'model.layers.0.activation', values: { layer: 1 } },
    ]);
  });

  it.each([undefined, null, 5, 'spec', [], {}])('takes %j for no spec', (value) => {
    const { spec, issues } = readSpec(value);
    expect(spec).toBeNull();
    expect(issues.length).toBeGreaterThan(0);
  });
});
