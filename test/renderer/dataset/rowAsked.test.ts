import { expect, test } from 'vitest';
import type { Dataset } from '../../../app/contract/table/dataset.ts';
import { rowAsked } from '../../../renderer/screens/dataset/table/rowAsked.ts';

const file = (name: string, rows: number) => ({ name, rows }) as Dataset['files'][number];
const one = { files: [], rows: 1_200 };
const several = { files: [file('a.csv', 100), file('sub/b2.csv', 50), file('b.csv', 30)], rows: 180 };

test.each([
  ['12', one, 11],
  [' 1,200 ', one, 1_199],
  ['1.200', one, 1_199],
  ['1201', one, null],
  ['0', one, null],
  ['b 3', one, null],
  ['', one, null],
  ['12', several, 11],
  ['101', several, null],
  ['b.csv 3', several, 152],
  ['B.CSV 3', several, 152],
  ['b2 50', several, 149],
  ['b2.csv 51', several, null],
  ['sub/b2.csv 1', several, 100],
  ['c.csv 1', several, null],
  ['b.csv', several, null],
])('%j in %j is row %j', (typed, dataset, row) => {
  expect(rowAsked(typed, dataset)).toBe(row);
});
