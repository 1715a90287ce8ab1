// Numbers in the backend's English sentences are written as everywhere else on screen.
import { expect, test } from 'vitest';
import { groupNumbers } from '../../../renderer/wording/groupNumbers.ts';
import { NumberFormat } from '../../../renderer/wording/numberFormat.ts';

const english = new NumberFormat('en');

test.each([
  [
    'Batches take 1368 steps over 700000 rows.',
    { steps: 1368, rows: 700_000 },
    'Batches take 1,368 steps over 700,000 rows.',
  ],
  ['A weight decay of 0.0001 is used.', { weightDecay: 0.0001 }, 'A weight decay of 0.0001 is used.'],
  ['It reaches -1,200.5, not 1,200.', { value: -1200.5 }, 'It reaches −1,200.5, not 1,200.'],
  ['From -12500 to 3.', { min: -12_500, max: 3 }, 'From −12,500 to 3.'],
  ['The year 2024 has 2025 rows.', { rows: 2025 }, 'The year 2024 has 2,025 rows.'],
  ['"1500" occurs 1500 times.', { value: '1500', count: 1500 }, '"1500" occurs 1,500 times.'],
  ['c1500 has 1500 levels.', { column: 'c1500', levels: 1500 }, 'c1500 has 1,500 levels.'],
  ['At 1500.5 of 1500 rows', { rows: 1500 }, 'At 1500.5 of 1,500 rows'],
])('%s', (sentence, values, said) => {
  expect(groupNumbers(sentence, values as Record<string, string | number>, english)).toBe(said);
});
