// When a run is said to overfit: by curves drawn by hand, with more and fewer parameters and validation rows.
import { describe, expect, it, test } from 'vitest';
import { newOptimizer } from '../../../../app/contract/spec/optimizers.ts';
import { examine } from '../../../../app/training/doctor/examine.ts';
import type { Examined } from '../../../../app/training/doctor/examined.ts';
import { errorShare } from '../../../../app/training/doctor/validationError.ts';
import { noise } from '../../engine/harness/chance.ts';
import { codesByEpoch, codesOf, epochs, examinedRun, run, specOf, switches } from './examinedRun.ts';

type Losses = [train: number, validation: number];
/** Falls together for 20 epochs; then the validation loss rises by 2 % of it in each. */
const risesAgain = epochs(80, (i): Losses => [0.95 ** i, i < 20 ? 0.95 ** i + 0.2 : 0.56 + 0.011 * (i - 20)]);
const rows = (parameters: number, trainRows: number, validationRows: number) => ({
  size: { parameters, trainRows, validationRows },
});

describe('a validation loss that rises while the training loss falls', () => {
  it('is overfitting, with the epoch that was best', () => {
    const found = examine(run(risesAgain)).find(({ code }) => code === 'overfitting');
    expect(found?.values).toMatchObject({ best: 21 });
    expect(found?.remedy).toEqual({ kind: 'stop' });
  });

  it.each<[string, Partial<Examined>]>([
    ['with two parameters on 25 rows', rows(2, 25, 1_000)],
    ['on 5 validation rows', rows(500, 100, 5)],
  ])('%s is not', (_what, size) => {
    expect(codesByEpoch(run(risesAgain, size)).flat()).not.toContain('overfitting');
  });

  it('is told once and stays', () => {
    const noisy = risesAgain.map(
      ([train, validation], i): Losses => [train, validation * (1 + noise(i) / 20)],
    );
    expect(switches(codesByEpoch(run(noisy)), 'overfitting')).toBe(1);
  });

  it('for one epoch only is not', () => {
    const once = epochs(60, (i): Losses => [0.95 ** i, i === 40 ? 5 : 0.95 ** i + 0.1]);
    expect(codesByEpoch(run(once)).flat()).not.toContain('overfitting');
  });

  it('beside a training loss that rises too is a rate that is too large', () => {
    const both = epochs(60, (i): Losses => (i < 20 ? [0.9 ** i, 0.9 ** i] : [0.1 + i / 50, 0.1 + i / 40]));
    expect(codesOf(run(both))).toEqual(['loss_rising']);
  });
});

describe('a training loss far below a validation loss that never fell', () => {
  const apart = epochs(60, (i): Losses => [Math.max(0.003, 0.8 ** i), 0.8 + 0.0005 * i]);

  it('is a gap, and no epoch to go back to is told', () => {
    const found = examine(run(apart, rows(500, 42, 40)));
    expect(found.map(({ code }) => code)).toEqual(['large_gap']);
    expect(found[0]?.values).toMatchObject({ training: 0.003, parameters: 500, rows: 42 });
    expect(found[0]?.remedy).toEqual({ kind: 'weightDecay', value: 0.01 });
  });

  it.each<[string, Partial<Examined>]>([
    ['with fewer parameters than training rows', rows(400, 1_000, 1_000)],
    ['on 5 validation rows', rows(500, 42, 5)],
    ['where the table is not open', { size: null }],
  ])('%s is not', (_what, size) => {
    expect(codesOf(run(apart, size))).not.toContain('large_gap');
  });

  it('is none where most was learned', () => {
    const good = epochs(60, (i): Losses => [Math.max(0.003, 0.8 ** i), Math.max(0.1, 0.8 ** i)]);
    expect(codesOf(run(good, rows(500, 42, 1_000)))).not.toContain('large_gap');
  });

  it.each([
    [newOptimizer('adam', { weightDecay: 0.02 }), { kind: 'weightDecay', value: 0.2 }],
    [newOptimizer('rProp'), null],
  ])('offers ten times the weight decay, where the optimizer has one', (optimizer, remedy) => {
    const examined = run(apart, { ...rows(500, 42, 40), spec: specOf('regression', optimizer) });
    expect(examine(examined)[0]).toMatchObject({ code: 'large_gap', remedy });
  });
});

describe('of a classifier', () => {
  /** A run that predicts `wrong` of 100 validation rows wrongly, with the loss that follows. */
  const classifier = (wrong: number) =>
    examinedRun(
      epochs(60, (i) => ({
        epoch: i + 1,
        trainLoss: Math.max(0.001, 0.8 ** i),
        validationLoss: Math.max(0.3, 0.8 ** i) + (i > 20 ? (i - 20) / 100 : 0),
        learningRate: 0.01,
        validationScore: 1 - wrong / 100,
      })),
      { spec: specOf('multiclass'), ...rows(500, 100, 100) },
    );

  it.each([
    [2, false],
    [20, true],
  ])('whose loss is carried by %d wrong rows the rise counts: %s', (wrong, counts) => {
    expect(codesOf(classifier(wrong)).includes('overfitting')).toBe(counts);
  });
});

test.each([
  [200, null, 0.1],
  [100, 0.75, 0.2],
  [100, 1, 1],
])('the standard error of %d rows at accuracy %s is %d of the loss', (count, accuracy, share) => {
  expect(errorShare(count, accuracy)).toBeCloseTo(share, 12);
});

describe('few validation rows', () => {
  const falls = epochs(30, (i): Losses => [0.9 ** i, 0.9 ** i]);

  it('are told from the first epoch to the last, with what they are worth', () => {
    const examined = run(falls, rows(500, 42, 5));
    expect(codesByEpoch(examined).every((codes) => codes.includes('few_validation_rows'))).toBe(true);
    const note = examine(examined).find(({ code }) => code === 'few_validation_rows');
    const share = expect.closeTo(2 * Math.sqrt(2 / 5), 12);
    expect(note).toMatchObject({ tone: 'note', remedy: null, values: { rows: 5, share } });
  });

  it('are none of 20', () => {
    expect(codesOf(run(falls, rows(500, 42, 20)))).toEqual(['going_well']);
  });

  it('are not told where there are none at all', () => {
    expect(
      codesOf(
        run(
          epochs(30, (i) => 0.9 ** i),
          rows(500, 42, 0),
        ),
      ),
    ).toEqual(['going_well']);
  });
});
