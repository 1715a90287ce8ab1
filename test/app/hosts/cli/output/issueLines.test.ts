// Findings as lines of the terminal: ten of a kind, and none that the spec contradicts.
import { expect, it } from 'vitest';
import type { Issue } from '../../../../../app/contract/issues/issues.ts';
import type { DataSpec } from '../../../../../app/contract/spec/spec.ts';
import { holdingFor, issueLines } from '../../../../../app/hosts/cli/output/issueLines.ts';

const idLike = (column: string): Issue => ({
  ...{ code: 'column_id_like', severity: 'info', stage: 'dataset' },
  message: `"${column}" is ignored.`,
  values: { column, rows: 30 },
});
const alike = (column: string, other: string): Issue => ({
  ...{ code: 'columns_alike', severity: 'warning', stage: 'dataset' },
  message: `"${other}" holds the same information as "${column}".`,
  values: { column, other, correlation: 1, rows: 30 },
});

it('of very many findings of a kind ten are shown, and how many more there are', () => {
  const many = Array.from({ length: 1_234 }, (_, i) => idLike(`c${i}`));
  const lines = issueLines([...many.slice(0, 5), alike('a', 'b'), ...many.slice(5)]);
  expect(lines).toHaveLength(12);
  expect(lines[5]).toBe('Warning: "b" holds the same information as "a".');
  expect(lines.at(-1)).toBe('and 1,224 more of this kind; --json has all.');
  expect(issueLines(many.slice(0, 10))).toHaveLength(10);
});

it('nothing is said of a target or a feature that the spec contradicts', () => {
  const column = (name: string, role: 'target' | 'feature' | 'ignored') => ({ name, role, type: 'number' });
  const data = {
    columns: [column('y', 'target'), column('id', 'ignored'), column('x', 'feature'), column('z', 'feature')],
  } as DataSpec;
  const issues = [idLike('y'), idLike('id'), idLike('x'), alike('y', 'x'), alike('x', 'y'), alike('x', 'z')];
  expect(holdingFor(data, issues)).toEqual([idLike('id'), alike('x', 'z')]);
});
