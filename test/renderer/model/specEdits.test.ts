import { describe, expect, test } from 'vitest';
import { limits } from '../../../app/contract/limits.ts';
import { newLayer, newOutput } from '../../../app/contract/spec/layers.ts';
import {
  newOptimizer,
  optimizerSettings,
  optimizerSpecSchema,
  optimizers,
} from '../../../app/contract/spec/optimizers.ts';
import { type RunSpec, runSpecSchema, trainingDefaults } from '../../../app/contract/spec/spec.ts';
import {
  changeActivation,
  changeLayer,
  insertLayer,
  removeLayer,
} from '../../../renderer/settings/layerEdits.ts';
import { changeSetting, changeType } from '../../../renderer/settings/optimizerEdits.ts';
import { byWidth, changedCount, settingRows } from '../../../renderer/settings/settingsForm.ts';

const spec: RunSpec = {
  version: 1,
  seed: 1,
  data: {
    task: 'multiclass',
    columns: [
      { name: 'a', role: 'feature', type: 'number' },
      { name: 'kind', role: 'target', type: 'category' },
    ],
    split: { train: 0.7, validation: 0.15, test: 0.15 },
  },
  model: {
    layers: [newLayer(8, 'tanh'), newLayer(4, 'relu', { initializer: 'zeros' })],
    output: newOutput(),
  },
  training: {
    ...trainingDefaults,
    loss: 'categoricalCrossEntropy',
    optimizer: newOptimizer('adam', { weightDecay: 0.01 }),
    batchSize: 32,
    epochs: 10,
    patience: 0,
  },
};

describe('edits of the layers', () => {
  test('every edit is a whole spec and leaves the one before as it was', () => {
    const before = JSON.stringify(spec);
    for (const edited of [
      changeLayer(spec, 0, { units: 16 }),
      changeActivation(spec, 0, 'relu'),
      insertLayer(spec, 0),
      insertLayer(spec, 2),
      removeLayer(spec, 1),
      removeLayer(removeLayer(spec, 0), 0),
    ]) {
      expect(runSpecSchema.parse(edited)).toEqual(edited);
    }
    expect(JSON.stringify(spec)).toBe(before);
  });

  test('another activation brings the initial weights that suit it', () => {
    expect(changeActivation(spec, 0, 'relu').model.layers[0]).toMatchObject({
      activation: 'relu',
      initializer: 'heUniform',
    });
  });

  test('initial weights that a person chose stay', () => {
    expect(changeActivation(spec, 1, 'tanh').model.layers[1]).toMatchObject({
      activation: 'tanh',
      initializer: 'zeros',
    });
  });

  test('a new layer is like the one before it', () => {
    expect(insertLayer(spec, 1).model.layers.map((layer) => layer.units)).toEqual([8, 8, 4]);
    expect(insertLayer(spec, 0).model.layers.map((layer) => layer.units)).toEqual([8, 8, 4]);
    const linear = { ...spec, model: { ...spec.model, layers: [] } };
    expect(insertLayer(linear, 0).model.layers).toHaveLength(1);
  });

  test('there are never more layers than the limit', () => {
    let full = spec;
    for (let i = 0; i < limits.layers.max + 3; i++) full = insertLayer(full, 0);
    expect(full.model.layers).toHaveLength(limits.layers.max);
  });
});

describe('edits of the optimizer', () => {
  test('another kind is whole, keeps the decay, and takes the rate that is proposed for it where no person chose one', () => {
    const sgd = changeType(spec.training.optimizer, 'sgd');
    expect(sgd).toEqual({ type: 'sgd', learningRate: 0.05, weightDecay: 0.01 });
    expect(changeType(sgd, 'momentum')).toMatchObject({
      type: 'momentum',
      momentum: 0.9,
      learningRate: 0.02,
    });
    expect(changeType(newOptimizer('adam', { learningRate: 0.003 }), 'lion').learningRate).toBe(0.0001);
    expect(changeType(newOptimizer('adam'), 'rmsProp').learningRate).toBe(
      newOptimizer('rmsProp').learningRate,
    );
  });

  test('a rate that a person chose stays', () => {
    expect(changeType({ ...spec.training.optimizer, learningRate: 0.3 }, 'momentum').learningRate).toBe(0.3);
  });

  test('a setting is changed by its name', () => {
    expect(changeSetting(spec.training.optimizer, 'beta2', 0.99)).toMatchObject({
      type: 'adam',
      beta2: 0.99,
    });
  });

  test('every optimizer can be chosen, and each of its settings is a row of the form', () => {
    for (const type of optimizers) {
      const chosen = changeType(spec.training.optimizer, type);
      expect(optimizerSpecSchema.parse(chosen)).toEqual(chosen);
      const shown = settingRows(optimizerSettings[type], chosen).map(({ name }) => name);
      expect(['type', ...shown].sort()).toEqual(Object.keys(chosen).sort());
    }
  });
});

describe('a table of settings as a form', () => {
  const adam = newOptimizer('adam');

  test('has the rows that are asked for, in the order of the table', () => {
    const rows = settingRows(optimizerSettings.adam, adam, (name) => name.startsWith('beta'));
    expect(rows.map(({ name, value }) => [name, value])).toEqual([
      ['beta1', 0.9],
      ['beta2', 0.999],
    ]);
  });

  test('counts what is not as usual', () => {
    expect(changedCount(optimizerSettings.adam, adam)).toBe(0);
    expect(changedCount(optimizerSettings.adam, { ...adam, beta1: 0.5, biasCorrection: false })).toBe(2);
  });

  test('keeps the order and puts short names two in a line; a Hangul syllable counts nearly two letters', () => {
    const lines = byWidth(['β₁', '학습률 η', 'Bias correction', '기울기 노름 클리핑', 'ε'], (label) => label);
    expect(lines).toEqual([
      { half: true, rows: ['β₁', '학습률 η'] },
      { half: false, rows: ['Bias correction', '기울기 노름 클리핑'] },
      { half: false, rows: ['ε'] },
    ]);
  });
});
