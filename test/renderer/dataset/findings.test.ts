// What the pane of findings lists: each thing said once, a check mark only where something was done, undo only for the last change.
import { expect, test } from 'vitest';
import type { Issue } from '../../../app/contract/issues/issues.ts';
import type { Remedy } from '../../../app/contract/issues/remedies.ts';
import type { Plan } from '../../../app/contract/model.ts';
import type { ColumnSpec, RunSpec } from '../../../app/contract/spec/spec.ts';
import type { Dataset } from '../../../app/contract/table/dataset.ts';
import type { UndoState } from '../../../app/contract/undo.ts';
import { findingsOf } from '../../../renderer/screens/dataset/findings/foundAndDone.ts';

const ignore = (column: string): Remedy => ({ kind: 'role', columns: [column], role: 'ignored' });

function issue(code: Issue['code'], severity: Issue['severity'], values: object, remedies: Remedy[] = []) {
  return { code, severity, stage: 'dataset', message: code, values, remedies } as unknown as Issue;
}
const alike = issue('columns_alike', 'warning', { column: 'feet', other: 'metre' }, [
  ignore('feet'),
  ignore('metre'),
]);
const leak = issue('leak_correlation', 'warning', { column: 'feet', target: 'metre' }, [ignore('feet')]);
const constant = issue('column_constant', 'info', { column: 'c', value: '1' }, [ignore('c')]);
const skewed = issue('column_skewed', 'info', { column: 'feet' }, [
  { kind: 'prepare', column: 'feet', prepare: { log: true } },
  { kind: 'prepare', column: 'feet', prepare: { scaling: 'robust' } },
]);
const codes = issue('column_of_codes', 'info', { column: 'kind' }, [
  { kind: 'type', columns: ['kind'], type: 'category' },
]);

interface Case {
  table?: Issue[];
  plan?: Issue[];
  columns?: Partial<ColumnSpec>[] | null;
  types?: Record<string, 'category'>;
  footer?: number;
  back?: number;
  taken?: { issue: Issue; remedy: Remedy; back: number; hash?: string }[];
}

function listed({ table = [], plan = [], columns = null, types, footer, back = 0, taken = [] }: Case) {
  const spec = columns && { data: { columns, reading: types && { types } }, training: {} };
  return findingsOf({
    dataset: { hash: 'h', issues: table, reading: { types, footer } } as unknown as Dataset,
    spec: spec as RunSpec | null,
    plan: { issues: plan } as unknown as Plan,
    undo: { back, forth: 0, undoes: back > 0 ? { kind: 'target' } : null, redoes: null } satisfies UndoState,
    taken: taken.map((one) => ({ hash: 'h', ...one })),
  }).map(({ issue: { code }, mark, undoable, offered }) => [code, mark, undoable, offered.length]);
}
const predictsMetre = (feet: ColumnSpec['role'] = 'feature', prepare = {}) => [
  { name: 'metre', role: 'target' as const },
  { name: 'feet', role: feet, prepare },
  { name: 'c', role: 'ignored' as const },
];

test('a leak that is also an equal column is said once', () => {
  expect(listed({ table: [alike], plan: [leak], columns: predictsMetre() })).toEqual([
    ['leak_correlation', 'warning', false, 1],
  ]);
});

test('equal columns of which none is the target are told, and what has the target as its only column is not offered', () => {
  expect(listed({ table: [alike], columns: predictsMetre() })).toEqual([
    ['columns_alike', 'warning', false, 1],
  ]);
});

test('a check mark stands where something was done, not at a suggestion', () => {
  expect(listed({ table: [skewed, constant], columns: predictsMetre() })).toEqual([
    ['column_skewed', 'note', false, 2],
    ['column_constant', 'done', false, 0],
  ]);
});

test('a column that is used in spite of its finding is not said to be ignored', () => {
  const columns = [{ name: 'c', role: 'feature' as const }];
  expect(listed({ table: [constant], columns })).toEqual([['column_constant', 'note', false, 1]]);
});

test('a taken remedy is done and can be undone while it is the last change', () => {
  const remedy = skewed.remedies![0]!;
  const columns = predictsMetre('feature', { log: true });
  const taken = [{ issue: skewed, remedy, back: 4 }];
  expect(listed({ table: [skewed], columns, taken, back: 4 })).toEqual([['column_skewed', 'done', true, 0]]);
  expect(listed({ table: [skewed], columns, taken, back: 5 })).toEqual([['column_skewed', 'done', false, 0]]);
  const undone = { table: [skewed], columns: predictsMetre(), taken, back: 4 };
  expect(listed(undone)).toEqual([['column_skewed', 'note', false, 2]]);
});

test('an issue that is gone with its remedy stays as done, once, as long as the remedy holds', () => {
  const taken = [{ issue: leak, remedy: ignore('feet'), back: 1 }];
  const ignored = { table: [alike], columns: predictsMetre('ignored'), taken, back: 1 };
  expect(listed(ignored)).toEqual([['leak_correlation', 'done', true, 0]]);
  expect(listed({ ...ignored, columns: predictsMetre('feature') })).toEqual([
    ['columns_alike', 'warning', false, 1],
  ]);
  expect(listed({ ...ignored, table: [], taken: [{ ...taken[0]!, hash: 'other file' }] })).toEqual([]);
  const other = [{ name: 'metre' }, { name: 'feet', role: 'ignored' as const }];
  expect(listed({ ...ignored, table: [], columns: other })).toEqual([]);
});

test('a column that was read as a category is done before there is a target', () => {
  const taken = [{ issue: codes, remedy: codes.remedies![0]!, back: 1 }];
  expect(listed({ taken, back: 1, types: { kind: 'category' } })).toEqual([
    ['column_of_codes', 'done', true, 0],
  ]);
  expect(listed({ table: [codes], taken })).toEqual([['column_of_codes', 'note', false, 1]]);
});

test('removed duplicate rows are told by the finding that found them', () => {
  const repeated = issue('rows_repeated', 'warning', { count: 3, share: 2 }, [{ kind: 'dropDuplicates' }]);
  const dropped = issue('duplicates_dropped', 'info', { count: 3 });
  expect(listed({ table: [repeated], plan: [dropped], columns: [] })).toHaveLength(1);
  expect(listed({ plan: [dropped], columns: [] })).toEqual([['duplicates_dropped', 'done', false, 0]]);
});

test('rows that were left out at the end are told by the finding that found them', () => {
  const remedy: Remedy = { kind: 'footer', records: 2 };
  const found = issue('footer_found', 'warning', { count: 2, row: 9, text: 'Total' }, [remedy]);
  const leftOut = issue('footer_left_out', 'info', { count: 2, first: 10 });
  expect(listed({ table: [found] })).toEqual([['footer_found', 'warning', false, 1]]);
  const taken = [{ issue: found, remedy, back: 1 }];
  expect(listed({ table: [leftOut], taken, back: 1, footer: 2 })).toEqual([
    ['footer_found', 'done', true, 0],
  ]);
  expect(listed({ table: [leftOut], footer: 2 })).toEqual([['footer_left_out', 'done', false, 0]]);
});
