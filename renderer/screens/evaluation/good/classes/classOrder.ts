// The classes of the class table: in the model's order, by their rows or by their errors, and those whose names hold a text.

import type { Evaluation } from '../../../../../app/contract/run/evaluation.ts';

export type ClassScore = Extract<Evaluation['detail'], { kind: 'class' }>['perClass'][number];
export type ClassOrder = 'model' | 'rows' | 'confused';

export interface IndexedClass extends ClassScore {
  /** In the model's order. */
  index: number;
}

/** Rows of the class that were taken for others, and rows of others that were taken for it. */
export function errorsOf({ precision, recall, rows }: ClassScore): number {
  const hits = rows * (recall ?? 0);
  const alarms = precision === null || precision === 0 ? 0 : hits / precision - hits;
  return rows - hits + alarms;
}

/** @param find a part of a class's name, in any case; empty for all. */
export function orderedClasses(
  perClass: readonly ClassScore[],
  order: ClassOrder,
  find: string,
): IndexedClass[] {
  const wanted = find.trim().toLocaleLowerCase();
  const found = perClass
    .map((one, index) => ({ ...one, index }))
    .filter(({ value }) => value.toLocaleLowerCase().includes(wanted));
  if (order === 'rows') return found.sort((a, b) => b.rows - a.rows);
  return order === 'confused' ? found.sort((a, b) => errorsOf(b) - errorsOf(a)) : found;
}
