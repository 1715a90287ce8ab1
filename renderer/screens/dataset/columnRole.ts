// What a column may be: a target of which tasks, a category although it holds numbers.

import { limits } from '../../../app/contract/limits.ts';
import type { Task } from '../../../app/contract/spec/task.ts';
import type { ColumnSummary } from '../../../app/contract/table/dataset.ts';

/** Whether a number column may as well be read as categories: each value then is an input of its own. */
export function mayBeCategory(column: ColumnSummary): boolean {
  return column.type === 'number' && column.distinct >= 2 && column.distinct <= limits.levels.max;
}

/** Tasks that make sense for a target: words are classes, whole numbers of few values may be either. */
export function tasksFor(column: ColumnSummary): Task[] {
  const classes: Task = column.distinct === 2 ? 'binary' : 'multiclass';
  if (column.type !== 'number') return [classes];
  const few = column.whole && column.distinct >= 2 && column.distinct <= limits.levels.max;
  return few ? ['regression', classes] : ['regression'];
}
