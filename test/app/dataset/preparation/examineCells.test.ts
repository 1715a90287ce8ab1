// What is said of a file's cells that a model cannot use as they stand: by kind how many, the first ones with their lines, and a sentence.
import { describe, expect, it } from 'vitest';
import type { Issue } from '../../../../app/contract/issues/issues.ts';
import type { Preparation } from '../../../../app/contract/model.ts';
import type { ColumnPreparation } from '../../../../app/contract/spec/columnPreparation.ts';
import { type ColumnSpec, type DataSpec, defaultSplit } from '../../../../app/contract/spec/spec.ts';
import { cellIssues } from '../../../../app/dataset/preparation/cellIssues.ts';
import { LevelColumns } from '../../../../app/dataset/preparation/encodeLevels.ts';
import { examineCells } from '../../../../app/dataset/preparation/examineCells.ts';
import { fitPreparation } from '../../../../app/dataset/preparation/fitPreparation.ts';
import type { Table } from '../../../../app/dataset/table/table.ts';
import { tableOf } from '../writtenTable.ts';

const rowsOf = (table: Table) => Uint32Array.from({ length: table.rows }, (_, row) => row);
const text = (cells: readonly string[], end = '\n') =>
  ['x,y', ...cells.map((cell, i) => `${cell},${i}`), ''].join(end);

async function fitted(cells: readonly string[], type: ColumnSpec['type'], prepare: ColumnPreparation = {}) {
  const table = await tableOf(text(cells));
  const columns: ColumnSpec[] = [
    { name: 'x', role: 'feature', type, prepare },
    { name: 'y', role: 'target', type: 'number' },
  ];
  const data: DataSpec = { task: 'regression', columns, split: { ...defaultSplit } };
  return fitPreparation(table, data, rowsOf(table));
}

async function examined(preparation: Preparation, content: string) {
  const table = await tableOf(content);
  const problems = await examineCells(table, preparation, rowsOf(table), new LevelColumns(table));
  return { problems, issues: cellIssues(problems, preparation.inputs) };
}

const sentences = (issues: readonly Issue[]) => issues.map(({ message }) => message);
const ages = ['18', '35', '80'];
const cities = ['Oslo', 'Rome', 'Oslo', 'Rome'];
const days = ['2024-01-05', '2024-02-10', '2024-03-15'];

interface Case {
  of: readonly string[];
  type: ColumnSpec['type'];
  prepare?: ColumnPreparation;
  cells: readonly string[];
  says: readonly string[];
}

const cases: Record<string, Case> = {
  'numbers within the range': { of: ages, type: 'number', cells: ['18', '44.5', '80'], says: [] },
  'missing numbers': {
    ...{ of: ages, type: 'number', cells: ['20', '', 'NA', '30', '', ''] },
    says: ['4 cells of "x" are missing (lines 3, 4, 6, …): 35 is used instead.'],
  },
  'a word, a unit and a currency among numbers': {
    ...{ of: ages, type: 'number', cells: ['20', 'abc', '30', '1.5kgs', '"$8,000.25"', '40', ''] },
    says: [
      '3 cells of "x" are not numbers (lines 3, 5, 6): "abc", "1.5kgs", "$8,000.25". They count as missing: 35 is used instead.',
      '1 cell of "x" is missing (line 8): 35 is used instead.',
    ],
  },
  'a number beyond float32 and an infinite one': {
    ...{ of: ages, type: 'number', cells: ['20', '1e40', 'inf', '21'] },
    says: [
      '2 cells of "x" are not numbers (lines 3, 4): "1e40", "inf". They count as missing: 35 is used instead.',
    ],
  },
  'numbers outside the range': {
    ...{ of: ages, type: 'number', cells: ['17.5', '20', '140', '140'] },
    says: ['3 cells of "x" are outside the range of the training rows, 18 to 80 (lines 4, 5, …): "140".'],
  },
  'numbers a little outside the range': {
    ...{ of: ages, type: 'number', cells: ['17.5', '20', '86'] },
    says: [
      '2 cells of "x" are slightly outside the range of the training rows, 18 to 80 (lines 2, 4): "17.5", "86".',
    ],
  },
  'a missing number with an indicator': {
    ...{ of: [...ages, ''], type: 'number', prepare: { indicator: true }, cells: ['20', ''] },
    says: ['1 cell of "x" is missing (line 3), as some were in training: the model has an input for that.'],
  },
  'an unknown category': {
    ...{ of: cities, type: 'category', cells: ['Oslo', 'Oz', 'Rome', 'Oz'] },
    says: ['2 cells of "x" have a category that the model has never seen (lines 3, 5): "Oz".'],
  },
  'a missing category without an input of its own': {
    ...{ of: cities, type: 'category', cells: ['Oslo', ''] },
    says: ['1 cell of "x" is missing (line 3).'],
  },
  'a missing category with one': {
    ...{ of: [...cities, ''], type: 'category', cells: ['Oslo', ''] },
    says: ['1 cell of "x" is missing (line 3), as some were in training: the model has an input for that.'],
  },
  'a category that is not in the order': {
    ...{ of: ['low', 'high'], type: 'category', prepare: { encoding: 'ordinal', order: ['low', 'high'] } },
    cells: ['low', 'mid', ''],
    says: [
      '1 cell of "x" has a category that the model has never seen (line 3): "mid".',
      '1 cell of "x" is missing (line 4).',
    ],
  },
  'dates: none, not one, and later ones': {
    ...{
      of: days,
      type: 'date',
      prepare: { parts: ['time'] },
      cells: ['2024-02-01', '', 'soon', '2025-02-01'],
    },
    says: [
      '1 cell of "x" is not a date (line 4): "soon". It counts as missing.',
      '1 cell of "x" is outside the range of the training rows, 2024-01-05 to 2024-03-15 (line 5): "2025-02-01".',
      '1 cell of "x" is missing (line 3).',
    ],
  },
  'a date without its day': {
    ...{ of: days, type: 'date', prepare: { parts: ['day'] }, cells: ['2024-02-07', '2024-02'] },
    says: ['1 cell of "x" is not a date (line 3): "2024-02". It counts as missing.'],
  },
  'the month of a date': {
    ...{ of: days, type: 'date', prepare: { parts: ['month'] }, cells: ['2024-01-07', '2024-12-24'] },
    says: [
      '1 cell of "x" is outside the range of the training rows by the month, 1 to 3 (line 3): "2024-12-24".',
    ],
  },
};

describe('cells of a file that a model reads', () => {
  it.each(Object.entries(cases))('%s', async (_, { of, type, prepare, cells, says }) => {
    const { issues } = await examined(await fitted(of, type, prepare), text(cells));
    expect(sentences(issues)).toEqual(says);
  });

  it('are counted in an entry for each kind, which a page can show', async () => {
    const { problems } = await examined(await fitted(ages, 'number'), text(['9', 'abc', '', '20']));
    const common = { column: 'x', cells: 1, learned: false };
    expect(problems).toEqual([
      { ...common, kind: 'unreadable', first: [{ line: 3, value: 'abc' }], imputed: 35 },
      {
        ...{ ...common, kind: 'outOfRange', first: [{ line: 2, value: '9' }] },
        ...{ range: { min: 18, max: 80 }, far: 1 },
      },
      { ...common, kind: 'missing', first: [{ line: 4, value: null }], imputed: 35 },
    ]);
  });

  it('have the lines of the file, below a preamble, after a quoted line break and an empty line', async () => {
    const content = 'made by hand\n\nx,y,z\n20,1,"a\nb"\n\n,2,c\n90,3,d\n';
    const { problems } = await examined(await fitted(ages, 'number'), content);
    expect(problems.map(({ kind, first }) => [kind, first[0]?.line])).toEqual([
      ['outOfRange', 8],
      ['missing', 7],
    ]);
  });

  it('of a model without ranges are never out of range', async () => {
    const preparation = await fitted(ages, 'number');
    const inputs = preparation.inputs.map((input) => {
      if (input.kind !== 'numeric') return input;
      const { min: _, max: __, ...older } = input;
      return older;
    });
    const { problems } = await examined({ ...preparation, inputs }, text(['1e6', '-3']));
    expect(problems).toEqual([]);
  });

  it.each([
    ['number', ages, ['$5', 'abc', ''], /reads "x" as numbers, but no cell .* line 2 has "\$5"/],
    ['date', days, ['soon', 'later'], /reads "x" as dates, but no cell .* line 2 has "soon"/],
  ] as const)('a column of which no %s can be read is refused', async (type, of, cells, message) => {
    const preparation = await fitted(of, type);
    await expect(examined(preparation, text(cells))).rejects.toMatchObject({
      code: 'column_unreadable',
      message: expect.stringMatching(message),
    });
  });

  it('a column that the file lacks is refused', async () => {
    await expect(examined(await fitted(ages, 'number'), 'a,y\n1,2\n')).rejects.toMatchObject({
      code: 'columns_do_not_fit',
    });
  });

  it('are the same in a large file, whose numbers are read in spans', async () => {
    const count = 300_000;
    const cells = Array.from({ length: count }, (_, i) => (i === 270_000 ? '' : i === 280_000 ? '99' : '30'));
    const { problems } = await examined(await fitted(ages, 'number'), text(cells));
    expect(problems.map(({ kind, cells: found, first }) => [kind, found, first[0]?.line])).toEqual([
      ['outOfRange', 1, 280_002],
      ['missing', 1, 270_002],
    ]);
  });
});
