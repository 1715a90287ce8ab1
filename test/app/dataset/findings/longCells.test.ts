// Cells that hold whole documents: sentences show their beginning, cut between characters as a person sees them.
import { expect, it } from 'vitest';
import { cutTo } from '../../../../app/dataset/issues/figures.ts';
import { lines, tableOf } from '../writtenTable.ts';

it('a sentence about a cell of 200 KB is short, in its values too', async () => {
  const long = 'word '.repeat(40_000).trim();
  const table = await tableOf(lines('a,b', 30, (i) => `${long},${i % 7}`));
  const issue = table.issues.find(({ code }) => code === 'column_constant');
  expect(issue?.message.length).toBeLessThan(150);
  expect(JSON.stringify(table.issues).length).toBeLessThan(2_000);
});

it.each([
  ['fits', 'abc', 3, 'abc'],
  ['is longer', 'abcd', 3, 'abc…'],
  ['has characters of several code units', '👩‍👩‍👧‍👦é한abc', 3, '👩‍👩‍👧‍👦é한…'],
  ['has fewer characters than code units', '👩‍👩‍👧‍👦', 2, '👩‍👩‍👧‍👦'],
])('a text that %s is cut between characters', (_what, text, most, cut) => {
  expect(cutTo(text, most)).toBe(cut);
});
