// Which trainings are slowed down so that a person sees them happen, and which go as fast as they can.
import { expect, test } from 'vitest';
import type { Plan } from '../../../app/contract/model.ts';
import type { RunSpec } from '../../../app/contract/spec/spec.ts';
import { paceOf } from '../../../renderer/state/run/pace.ts';

function trained({ rows = 150, parameters = 80, epochs = 200, batchSize = 16 as number | 'full' } = {}) {
  const spec = { training: { epochs, batchSize } } as RunSpec;
  const plan = { parameters, rows: { train: rows } } as Plan;
  return [spec, plan] as const;
}

test('a short training is spread over five seconds', () => {
  expect(paceOf('watch', ...trained({ epochs: 200 }))).toBe(40);
  expect(paceOf('watch', ...trained({ epochs: 1_000 }))).toBe(200);
});

test('one of a single epoch still goes at a pace that the engine takes', () => {
  expect(paceOf('watch', ...trained({ epochs: 1 }))).toBe(0.25);
});

test('a long training goes as fast as it can', () => {
  expect(paceOf('watch', ...trained({ rows: 1_000_000 }))).toBeNull();
  expect(paceOf('watch', ...trained({ parameters: 10_000_000 }))).toBeNull();
  expect(paceOf('watch', ...trained({ epochs: 1_000_000 }))).toBeNull();
});

test('many small batches make a training long', () => {
  expect(paceOf('watch', ...trained({ rows: 20_000, batchSize: 'full' }))).toBe(40);
  expect(paceOf('watch', ...trained({ rows: 20_000, batchSize: 1 }))).toBeNull();
});

test('what a person chose holds for every training', () => {
  expect(paceOf('full', ...trained())).toBeNull();
  expect(paceOf(3, ...trained({ rows: 1_000_000 }))).toBe(3);
});
