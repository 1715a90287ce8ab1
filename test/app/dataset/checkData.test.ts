// What stands in the way of training on a table.
import { describe, expect, it } from 'vitest';
import type { ColumnSpec, DataSpec, SplitSpec } from '../../../app/contract/spec/spec.ts';
import { defaultSplit } from '../../../app/contract/spec/spec.ts';
import type { Task } from '../../../app/contract/spec/task.ts';
import { checkData } from '../../../app/dataset/checkData.ts';
import { lines, tableOf } from './writtenTable.ts';

const x: ColumnSpec = { name: 'x', role: 'feature', type: 'number' };
const y = (type: ColumnSpec['type']): ColumnSpec => ({ name: 'y', role: 'target', type });

async function found(
  cells: string[],
  task: Task,
  columns?: ColumnSpec[],
  split: SplitSpec = { ...defaultSplit },
) {
  const table = await tableOf(lines('x,y', cells.length, (i) => `${i * 1.5},${cells[i]}`));
  const type = task === 'regression' ? 'number' : 'category';
  const data: DataSpec = { task, columns: columns ?? [x, y(type)], split };
  return (await checkData(table, data)).map((i) => [i.code, i.severity, i.path, i.message] as const);
}
const each = (values: (string | number)[], times: number) =>
  Array.from({ length: times }, () => values.map(String)).flat();

it('nothing, for a table that can be learned', async () => {
  expect(await found(each(['a', 'b'], 10), 'binary')).toEqual([]);
  expect(await found(each([1.5, 2, 3], 10), 'regression')).toEqual([]);
});

describe('errors', () => {
  const ignored: ColumnSpec = { ...x, role: 'ignored' };
  const stranger: ColumnSpec = { name: 'gone', role: 'feature', type: 'number' };
  const classes = each(['a', 'b'], 10);
  type Found = Awaited<ReturnType<typeof found>>;
  const cases: [what: string, issues: () => Promise<Found>, code: string, path: string, message: RegExp][] = [
    [
      'no feature',
      () => found(classes, 'binary', [ignored, y('category')]),
      'features_needed',
      'data.columns',
      /No column is a feature/,
    ],
    [
      'no target',
      () => found(classes, 'binary', [x]),
      'target_needed',
      'data.columns',
      /No column is the target/,
    ],
    [
      'a column that is not there',
      () => found(classes, 'binary', [x, stranger, y('category')]),
      'column_unknown',
      'data.columns.1',
      /no column "gone"/,
    ],
    [
      'one class',
      () => found(each(['a'], 10), 'binary'),
      'target_one_class',
      'data.columns.1',
      /one class only, "a"/,
    ],
    [
      'no class at all',
      () => found(each(['NA'], 10), 'binary'),
      'target_all_missing',
      'data.columns.1',
      /no values at all/,
    ],
    [
      'no number at all',
      () => found(each(['NA'], 10), 'regression'),
      'target_all_missing',
      'data.columns.1',
      /no values at all/,
    ],
    [
      'words for numbers',
      () => found(classes, 'regression'),
      'target_not_numeric',
      'data.columns.1',
      /not a column of numbers/,
    ],
    [
      'a number that is the same in every row',
      () => found(each([7], 20), 'regression'),
      'target_constant',
      'data.columns.1',
      /one value only, "7", so there is nothing to learn\. Choose another/,
    ],
    [
      'numbers that differ only by rounding',
      () => found(each([0.3, 0.30000000000000004], 10), 'regression'),
      'target_rounding',
      'data.columns.1',
      /between 0\.3 and 0\.30000000000000004, which differ only by rounding/,
    ],
    [
      'numbers too close together to be squared',
      () => found(each(['1e-200', '2e-200', '5e-200'], 10), 'regression'),
      'target_spread_tiny',
      'data.columns.1',
      /between 1e-200 and 5e-200, so close together that squares of errors would be 0/,
    ],
    [
      'three classes for binary',
      () => found(each([1, 2, 3], 5), 'binary'),
      'spec_invalid',
      'data.task',
      /expected multiclass, found binary/,
    ],
    [
      'two classes for multiclass',
      () => found(classes, 'multiclass'),
      'spec_invalid',
      'data.task',
      /expected binary, found multiclass/,
    ],
    [
      'too many classes',
      () =>
        found(
          each(
            Array.from({ length: 1001 }, (_, i) => `c${i}`),
            2,
          ),
          'multiclass',
        ),
      'class_count_too_large',
      'data.columns.1',
      /1001 classes; at most 1000/,
    ],
    [
      'two rows',
      () => found(['1', '2'], 'regression'),
      'rows_too_few',
      'data.split',
      /2 rows with a target; training needs at least 3/,
    ],
    [
      'all rows held out',
      () => found(classes, 'binary', undefined, { testRows: [...classes.keys()] }),
      'rows_too_few',
      'data.split',
      /0 rows.*beside the test rows/,
    ],
    [
      'a test row that is not there',
      () => found(classes, 'binary', undefined, { testRows: [99] }),
      'spec_invalid',
      'data.split',
      /Test row 99 does not exist/,
    ],
  ];
  it.each(cases)('%s', async (_what, issues, code, path, message) => {
    const [first] = await issues();
    expect(first).toEqual([code, 'error', path, expect.stringMatching(message)]);
  });
});

describe('warnings', () => {
  it('a class with one row', async () => {
    const issues = await found([...each(['a', 'b'], 10), 'c'], 'multiclass');
    expect(issues).toEqual([
      ['class_too_small', 'warning', 'data.columns.1', expect.stringMatching(/"c" has a single row/)],
    ]);
  });

  it('classes with few rows beside one with many', async () => {
    const issues = await found([...each(['a'], 36), ...each(['b'], 9), ...each(['c'], 4)], 'multiclass');
    expect(issues).toEqual([
      [
        'classes_unbalanced',
        'warning',
        'data.columns.1',
        expect.stringMatching(/"a" of "y" has 36 rows, "c" has 4, 9 times fewer/),
      ],
    ]);
    expect(await found([...each(['a'], 35), ...each(['b'], 4)], 'binary')).toEqual([]);
  });

  it('rows without a target', async () => {
    const issues = await found([...each(['a', 'b'], 10), '', 'NA'], 'binary');
    expect(issues).toEqual([
      ['target_missing_rows', 'warning', 'data.columns', expect.stringMatching(/2 rows have no target/)],
    ]);
  });
});
