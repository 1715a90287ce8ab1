// Which columns of a table suit a lesson as target or feature, and why the others do not.

import type { OwnTable } from '../../../../app/contract/lesson/lesson.ts';
import { limits } from '../../../../app/contract/limits.ts';
import type { ColumnSummary } from '../../../../app/contract/table/dataset.ts';
import { m } from '../../../paraglide/messages.js';
import { numbers } from '../../../wording/numbers.ts';

export type Misfit = 'number' | 'classes' | 'twoClasses' | 'constant' | 'text';
type Column = Pick<ColumnSummary, 'name' | 'type' | 'distinct'>;

/** null: it suits. Numbers with two values are two classes too; a lesson about `classes` is about three or more. */
export function targetMisfit({ type, distinct }: Column, { target }: OwnTable): Misfit | null {
  if (distinct < 2) return 'constant';
  if (target === 'number') return type === 'number' ? null : 'number';
  if (target === 'two classes') return distinct === limits.classes.min ? null : 'twoClasses';
  const few = distinct > limits.classes.min && distinct <= limits.classes.max;
  return (type === 'category' || type === 'boolean') && few ? null : 'classes';
}

export function featureMisfit({ type, distinct }: Column, { numbersOnly }: OwnTable): Misfit | null {
  if (distinct < 2) return 'constant';
  if (type === 'number') return null;
  if (numbersOnly) return 'number';
  return type === 'category' || type === 'boolean' ? null : 'text';
}

/** The last column that suits as the target, since tables often end with it, and the first ones that suit as features. */
export function firstChoice(columns: readonly Column[], own: OwnTable) {
  const target = columns.findLast((column) => targetMisfit(column, own) === null)?.name ?? null;
  const suited = columns.filter((column) => column.name !== target && featureMisfit(column, own) === null);
  return { target, features: suited.slice(0, own.features).map(({ name }) => name) };
}

export function misfitWords(misfit: Misfit, { distinct }: Column): string {
  const count = numbers().whole(distinct);
  return {
    number: m.lesson_misfit_number,
    classes: m.lesson_misfit_classes,
    twoClasses: m.lesson_misfit_two,
    constant: m.lesson_misfit_constant,
    text: m.lesson_misfit_text,
  }[misfit]({ count });
}

/** What the lesson needs of a table, in a sentence. */
export function needWords({ target, features, numbersOnly }: OwnTable): string {
  const values = { count: features, text: numbers().whole(features) };
  const columns = numbersOnly ? m.lesson_need_numbers(values) : m.lesson_need_columns(values);
  const what = {
    number: m.lesson_need_target_number,
    'two classes': m.lesson_need_target_two,
    classes: m.lesson_need_target_classes,
  }[target];
  return what({ columns });
}
