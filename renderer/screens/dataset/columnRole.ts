// What a person may do with a column of the spec. Pure: takes a spec and gives a new one.
import type { ColumnSummary } from '../../../app/contract/dataset.ts';
import { limits } from '../../../app/contract/limits.ts';
import type { ColumnSpec, RunSpec } from '../../../app/contract/spec.ts';
import type { Task } from '../../../app/contract/task.ts';

/** Why a column cannot become a feature; null when it can. */
export type Unfit = 'text' | 'date' | 'empty' | null;

export function unfit(column: ColumnSummary, spec: ColumnSpec): Unfit {
  if (column.distinct === 0) return 'empty';
  if (spec.type === 'text' || spec.type === 'date') return spec.type;
  return null;
}

/** Feature becomes ignored and back; other roles stay. */
export function toggleRole(spec: RunSpec, name: string): RunSpec {
  const columns = spec.data.columns.map((column): ColumnSpec => {
    if (column.name !== name || column.role === 'target') return column;
    return { ...column, role: column.role === 'feature' ? 'ignored' : 'feature' };
  });
  return { ...spec, data: { ...spec.data, columns } };
}

/** Whether a number column may as well be read as categories: each value then is an input of its own. */
export function mayBeCategory(column: ColumnSummary): boolean {
  return column.type === 'number' && column.distinct >= 2 && column.distinct <= limits.levels.max;
}

/** A number is read as a category and back. */
export function toggleType(spec: RunSpec, name: string): RunSpec {
  const columns = spec.data.columns.map((column): ColumnSpec => {
    if (column.name !== name || (column.type !== 'number' && column.type !== 'category')) return column;
    return { ...column, type: column.type === 'number' ? 'category' : 'number' };
  });
  return { ...spec, data: { ...spec.data, columns } };
}

export function targetsOf(spec: RunSpec): string[] {
  return spec.data.columns.filter((column) => column.role === 'target').map((column) => column.name);
}

/** Tasks that make sense for a target: words are classes, whole numbers of few values may be either. */
export function tasksFor(column: ColumnSummary): Task[] {
  const classes: Task = column.distinct === 2 ? 'binary' : 'multiclass';
  if (column.type !== 'number') return [classes];
  const few = column.whole && column.distinct >= 2 && column.distinct <= limits.levels.max;
  return few ? ['regression', classes] : ['regression'];
}

/** Columns that one would most likely want to predict: those of few values, and the last of all. */
export function likelyTargets(columns: readonly ColumnSummary[], most = 4): ColumnSummary[] {
  const usable = columns.filter(({ type, distinct }) => distinct >= 2 && type !== 'text' && type !== 'date');
  const few = usable.filter(({ type, distinct }) => type !== 'number' && distinct <= 20);
  const last = usable.at(-1);
  const likely = new Set([...few.slice(0, most - 1), ...(last ? [last] : [])]);
  return columns.filter((column) => likely.has(column));
}
