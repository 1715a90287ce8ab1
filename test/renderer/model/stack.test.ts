// The stack of layers: keys of a card, presets, and the stack as text.
import { describe, expect, test } from 'vitest';
import { limits } from '../../../app/contract/limits.ts';
import { newLayer, newOutput } from '../../../app/contract/spec/layers.ts';
import { lossesOfTask, lossOfTask } from '../../../app/contract/spec/losses.ts';
import { newOptimizer } from '../../../app/contract/spec/optimizers.ts';
import { presetNeeds, presetOf, presets, withPreset } from '../../../app/contract/spec/presets.ts';
import { type RunSpec, runSpecSchema, trainingDefaults } from '../../../app/contract/spec/spec.ts';
import type { Task } from '../../../app/contract/spec/task.ts';
import { layerCommand } from '../../../renderer/screens/model/layers/layerKeys.ts';
import { readStack, stackText } from '../../../renderer/screens/model/layers/stackText.ts';

const specOf = (task: Task): RunSpec => ({
  version: 1,
  seed: 1,
  data: {
    task,
    columns: [
      { name: 'a', role: 'feature', type: 'number' },
      { name: 'kind', role: 'target', type: 'category' },
    ],
    split: { train: 0.7, validation: 0.15, test: 0.15 },
  },
  model: { layers: [newLayer(5, 'gelu', { dropout: 0.2 })], output: newOutput() },
  training: {
    ...trainingDefaults,
    loss: lossOfTask[task],
    optimizer: newOptimizer('adam'),
    batchSize: 32,
    epochs: 10,
    patience: 0,
  },
});

describe('a key on a card', () => {
  const key = (name: string, held: Partial<Record<'altKey' | 'ctrlKey' | 'shiftKey', boolean>> = {}) => ({
    key: name,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    ...held,
  });

  test.each([
    [key('Enter'), 'add'],
    [key('d'), 'duplicate'],
    [key('O'), 'switch'],
    [key('Delete'), 'remove'],
    [key('ArrowUp', { altKey: true }), 'up'],
    [key('ArrowDown', { altKey: true }), 'down'],
    [key('ArrowDown'), null],
    [key('d', { ctrlKey: true }), null],
  ])('%o means %s', (pressed, meant) => {
    expect(layerCommand(pressed, 'card', true)).toBe(meant);
  });

  test('letters mean nothing where keys of one character are switched off; Delete is none', () => {
    for (const name of ['d', 'D', 'o']) expect(layerCommand(key(name), 'card', false)).toBeNull();
    expect(layerCommand(key('Delete'), 'card', false)).toBe('remove');
    expect(layerCommand(key('Enter'), 'card', false)).toBe('add');
  });

  test('a control keeps letters and Enter, and only Alt with an arrow moves the card from there', () => {
    for (const target of ['control', 'text'] as const) {
      for (const name of ['Enter', 'd', 'o', 'Delete'])
        expect(layerCommand(key(name), target, true)).toBeNull();
      expect(layerCommand(key('ArrowUp', { altKey: true }), target, true)).toBe('up');
    }
  });
});

describe.each<Task>(['regression', 'binary', 'multiclass'])('presets for %s', (task) => {
  const spec = specOf(task);
  const fitting = presets.filter((preset) => presetNeeds(preset, task) === null);

  test('fit but for the textbook model of the other kind', () => {
    const other = task === 'regression' ? 'logisticRegression' : 'linearRegression';
    expect(presets.filter((preset) => !fitting.includes(preset))).toEqual([other]);
  });

  test('are whole specs with a loss that fits, and are known again', () => {
    for (const preset of fitting) {
      const set = withPreset(spec, preset);
      expect(runSpecSchema.parse(set)).toEqual(set);
      expect(lossesOfTask[task]).toContain(set.training.loss);
      expect(presetOf(runSpecSchema.parse(set))).toBe(preset);
    }
    expect(presetOf(spec)).toBeNull();
  });

  test('change neither the data nor how it is trained', () => {
    const { model: _, training, ...rest } = withPreset(spec, 'tooLarge');
    expect({ ...rest, training: { ...training, loss: spec.training.loss } }).toEqual({
      version: 1,
      seed: 1,
      data: spec.data,
      training: spec.training,
    });
  });
});

test('linear regression is the one with squared errors, whatever loss was chosen before', () => {
  const spec = specOf('regression');
  const robust: RunSpec = { ...spec, training: { ...spec.training, loss: 'huber' } };
  expect(withPreset(robust, 'linearRegression').training.loss).toBe('meanSquaredError');
  expect(withPreset(robust, 'small').training.loss).toBe('huber');
});

describe('a stack as text', () => {
  const { model } = specOf('binary');

  test('comes back as it was, alone and out of a whole spec', () => {
    expect(readStack(stackText(model))).toEqual({ model, refusal: null });
    expect(readStack(JSON.stringify(specOf('binary')))).toEqual({ model, refusal: null });
  });

  test('may be a list of layers with only what is not as usual', () => {
    const layers = [{ units: 3, activation: 'tanh', initializer: 'glorotUniform' }];
    expect(readStack(JSON.stringify(layers)).model).toEqual({
      layers: [newLayer(3, 'tanh')],
      output: newOutput(),
    });
  });

  test.each([
    ['hello', { kind: 'notJson' }],
    ['{"a": 1}', { kind: 'notLayers' }],
    ['null', { kind: 'notLayers' }],
    [
      JSON.stringify({ ...model, layers: [{ ...model.layers[0], units: 0 }] }),
      { kind: 'value', path: 'layers.0.units', found: '0' },
    ],
    [
      JSON.stringify({ ...model, layers: [{ ...model.layers[0], activation: 'softmax' }] }),
      { kind: 'value', path: 'layers.0.activation', found: '"softmax"' },
    ],
    [
      JSON.stringify({ ...model, layers: [{ ...model.layers[0], neurons: 3 }] }),
      { kind: 'unknown', path: 'layers.0.neurons' },
    ],
    [JSON.stringify({ ...model, layer: [] }), { kind: 'unknown', path: 'layer' }],
    ['[3]', { kind: 'value', path: 'layers.0', found: '3' }],
    [
      JSON.stringify(Array.from({ length: limits.layers.max + 1 }, () => model.layers[0])),
      { kind: 'tooMany', found: limits.layers.max + 1, max: limits.layers.max },
    ],
  ])('%s is refused with its place', (text, refusal) => {
    expect(readStack(text)).toEqual({ model: null, refusal });
  });
});
