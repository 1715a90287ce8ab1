// What the terminal says of a divergence: its cause, and the rate that doctor and page would offer too.
import { expect, it } from 'vitest';
import { smallerRate } from '../../../../../app/contract/issues/smallerRate.ts';
import { causeSentence } from '../../../../../app/hosts/cli/output/divergence.ts';

it.each([
  [1.2, 0.12],
  [0.3, 0.03],
  [0.033, 0.0033],
  [1 / 3, 0.033],
])('the rate after %d is %d', (rate, smaller) => {
  expect(smallerRate(rate)).toBe(smaller);
});

it.each([
  [null, 'Try --learning-rate 0.12.'],
  [
    { kind: 'learningRate', index: 0, value: 1.2 } as const,
    'The learning rate of 1.2 is probably too large for these gradients: try --learning-rate 0.12.',
  ],
  [
    { kind: 'explodingGradients', index: 1, value: 5e6 } as const,
    'The gradient of the output layer has a norm of 5000000: try --clip-norm 1, --learning-rate 0.12 or another --initializer.',
  ],
  [
    { kind: 'farCell', index: 0, value: 1e30, column: 'size', row: 77 } as const,
    'Row 77 has 1e+30 in "size", far from all other values: check it, or use --prepare "size: scaling=robust, clip=10".',
  ],
  [
    { kind: 'farCell', index: 0, value: 1e30, column: 'price', row: 77, isTarget: true } as const,
    'Row 77 has 1e+30 in "price", far from all other values: check it.',
  ],
  [
    { kind: 'farCell', index: 0, value: 1e30, column: 'size', row: '2 (b.csv)', isTarget: false } as const,
    'Row 2 (b.csv) has 1e+30 in "size", far from all other values: check it, or use --prepare "size: scaling=robust, clip=10".',
  ],
])('of %j it says what to try', (cause, sentence) => {
  expect(causeSentence(cause, 1.2, ['size'], 2)).toBe(sentence);
});
