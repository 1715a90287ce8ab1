// Settings of kept runs, laid beside each other, in the words of the forms.
import { expect, test } from 'vitest';
import {
  preparationText,
  scheduleText,
  settingsText,
  splitText,
} from '../../../renderer/wording/spec/specText.ts';

test('settings have the names and choices of the forms', () => {
  expect(settingsText({ weightDecay: 0.01, beta1: 0.8, lineSearch: 'strongWolfe' })).toBe(
    'weight decay λ 0.01, β₁ 0.8, line search strong Wolfe',
  );
  expect(settingsText({ monitor: 'trainingLoss', targetLoss: null })).toBe(
    'monitored value training loss, target loss off',
  );
  expect(settingsText({ initializer: 'heNormal', bias: false, normalization: 'batch' })).toBe(
    'initial weights He, normal, bias off, normalisation batch',
  );
  expect(settingsText({ classWeights: [1, 2.5] })).toBe('class weights 1 2.5');
  expect(settingsText({ off: true })).toBe('off');
});

test('a schedule has its name and its settings', () => {
  expect(scheduleText({ type: 'constant' })).toBe('Constant');
  expect(scheduleText({ type: 'step', every: 30, factor: 0.1 })).toBe(
    'Step (interval (epochs) 30, factor 0.1)',
  );
});

test('each way to split has a text of its own', () => {
  const shares = { train: 0.7, validation: 0.15, test: 0.15 };
  const said = 'training 70%, validation 15%, test 15%';
  expect(splitText(shares)).toBe(`at random (${said})`);
  expect(splitText({ ...shares, stratified: false })).toBe(`at random (${said}, stratify by class off)`);
  expect(splitText({ by: 'group', ...shares })).toBe(`by group (${said})`);
  expect(splitText({ by: 'time', column: 'date', ...shares })).toBe(`by time (date, ${said})`);
  expect(splitText({ by: 'column', column: 'part', validation: ['v'], test: ['t', 'u'] })).toBe(
    'by a column (part, validation v, test t u)',
  );
  expect(splitText({ by: 'fold', folds: 5, fold: 2, validation: 0.1 })).toBe(
    'in folds (2/5, validation 10%)',
  );
  expect(splitText({ testRows: [3, 7] })).toBe('given test rows (3, 7)');
});

test('a column says its role, its type and how it becomes inputs', () => {
  expect(
    preparationText([
      { name: 'age', role: 'feature', type: 'number', prepare: { scaling: 'robust', indicator: true } },
      { name: 'kind', role: 'target', type: 'category' },
    ]),
  ).toBe('age: feature, number, scaling robust, missing-value indicator on; kind: target, category');
});
