// Which task a target needs. Text and yes/no are classes, numbers are numbers, and whole numbers that look like class codes are
// classes. In doubt they are numbers, since a count or a rating predicted as a number is still useful.

import { AppError } from '../../contract/issues/errors.ts';
import { type Reason, type ReasonCode, type ReasonValues, reason } from '../../contract/issues/reasons.ts';
import { limits } from '../../contract/limits.ts';
import type { Task } from '../../contract/spec/task.ts';
import type { ColumnSummary } from '../../contract/table/dataset.ts';
import { isCodeName, isQuantityName, mostCodes, runsFromStart } from '../columns/classCodes.ts';
import type { Table } from '../table/table.ts';
import { type SpreadProblem, spreadProblem, spreadWords } from './targetSpread.ts';

export interface TaskProposal {
  task: Task;
  reasons: Reason[];
}

/** The rarest code must have at least this share of the mean rows per code: counts get rare at the end, codes seldom do. */
const rarestShare = 0.25;
const fewestRowsOfCode = 5;

/** Throws AppError target_unusable where the chosen task does not fit the column, or the column cannot be learned. */
export async function proposeTask(
  table: Table,
  targets: ColumnSummary[],
  asked: Task | 'auto',
): Promise<TaskProposal> {
  for (const target of targets) if (target.distinct === 0) throw withoutValues(table, target);
  if (targets.length > 1) return severalTargets(targets, asked);
  const target = targets[0]!;
  if (asked === 'regression') {
    requireNumber(target);
    const message = `"${target.name}" is predicted as a number, as asked for.`;
    return { task: 'regression', reasons: [reason('number_asked', message, { column: target.name })] };
  }
  if (asked !== 'auto') return classesAsked(table, target, asked);
  if (target.type === 'number') return numberTarget(table, target);
  requireClasses(table, target);
  const { name, distinct } = target;
  if (target.type === 'boolean')
    return classes(target, 'class_of_boolean', `"${name}" is yes or no`, { column: name });
  const finding = `"${name}" is text with ${distinct} different values`;
  return classes(target, 'class_of_text', finding, { column: name, classes: distinct });
}

function withoutValues({ issues }: Table, target: ColumnSummary): AppError {
  const tooLarge = issues.some(
    ({ code, values }) => code === 'values_not_finite' && 'column' in values && values.column === target.name,
  );
  if (!tooLarge) return unusable(target, 'noValues', 'it has no values');
  const reason =
    'its numbers are infinite or larger than 3.4e38, too large to be read; divide them by a large number';
  return unusable(target, 'tooLarge', reason);
}

function severalTargets(targets: ColumnSummary[], asked: Task | 'auto'): TaskProposal {
  if (asked !== 'auto' && asked !== 'regression') {
    const reason = 'several targets can only be numbers, and classes were asked for';
    throw unusable(targets[1]!, 'classesOfSeveral', reason);
  }
  for (const target of targets)
    requireNumber(target, 'with several targets each must be a column of numbers');
  const names = targets.map((target) => `"${target.name}"`).join(', ');
  const message = `Several targets are predicted as numbers: ${names}.`;
  return { task: 'regression', reasons: [reason('numbers_of_several', message, { columns: names })] };
}

function classesAsked(table: Table, target: ColumnSummary, asked: Task): TaskProposal {
  requireClasses(table, target);
  if (asked === 'binary' && target.distinct > 2) {
    throw unusable(target, 'notTwo', `it has ${target.distinct} different values, and binary needs 2`);
  }
  if (target.distinct <= 2) {
    const more = asked === 'multiclass';
    const note = more ? ', so the task is binary although multiclass was asked for' : '';
    const code = more ? 'two_classes_not_more' : 'two_classes_asked';
    const values = { column: target.name };
    return { task: 'binary', reasons: [reason(code, `"${target.name}" has two classes${note}.`, values)] };
  }
  const message = `The ${target.distinct} values of "${target.name}" are classes, as asked for.`;
  const values = { column: target.name, classes: target.distinct };
  return { task: 'multiclass', reasons: [reason('classes_asked', message, values)] };
}

function classes<Code extends ReasonCode>(
  target: ColumnSummary,
  code: Code,
  finding: string,
  values: ReasonValues<Code>,
): TaskProposal {
  if (target.distinct <= 2) {
    const message = `${finding}, so one of two classes is predicted.`;
    return { task: 'binary', reasons: [reason(code, message, values)] };
  }
  const message = `${finding}, so a class is predicted.`;
  return { task: 'multiclass', reasons: [reason(code, message, values)] };
}

async function numberTarget(table: Table, target: ColumnSummary): Promise<TaskProposal> {
  const { name, distinct } = target;
  requireSpread(target);
  if (distinct === 2) {
    const finding = `"${name}" has only two different numbers`;
    return classes(target, 'class_of_two_numbers', finding, { column: name });
  }
  if (target.whole && distinct > 2 && distinct <= mostCodes && runsFromStart(target)) {
    const values = { column: name, min: target.min ?? 0, max: target.max ?? 0 };
    const codes = `"${name}" has the whole numbers ${values.min} to ${values.max}`;
    if (isCodeName(name))
      return classes(target, 'class_of_named_codes', `${codes} and is named like a class`, values);
    if (!isQuantityName(name) && (await isEven(table, target)))
      return classes(target, 'class_of_even_codes', `${codes}, each in many rows`, values);
  }
  const message = `"${name}" is a column of numbers, so it is predicted as a number.`;
  return { task: 'regression', reasons: [reason('number_of_numbers', message, { column: name })] };
}

async function isEven(table: Table, target: ColumnSummary): Promise<boolean> {
  const { codes, levels } = await table.categories(target.name);
  const counts = new Array<number>(levels.length).fill(0);
  let rows = 0;
  for (const code of codes) {
    if (code < 0) continue;
    counts[code] = counts[code]! + 1;
    rows++;
  }
  return Math.min(...counts) >= Math.max(fewestRowsOfCode, (rarestShare * rows) / levels.length);
}

function requireNumber(target: ColumnSummary, why = 'predicting a number needs a column of numbers'): void {
  requireSpread(target);
  if (target.type === 'number') return;
  const type = target.type === 'boolean' ? 'yes or no' : target.type;
  throw unusable(target, 'notNumber', `it holds ${type}, and ${why}`);
}

function requireSpread(target: ColumnSummary): void {
  const problem = spreadProblem(target);
  if (problem !== null) throw unusable(target, problem, `it ${spreadWords(problem, target)}`);
}

function requireClasses(table: Table, target: ColumnSummary): void {
  const { distinct } = target;
  const limit = limits.classes.max;
  if (distinct > limit)
    throw unusable(
      target,
      'manyClasses',
      `it has ${distinct} different values; at most ${limit} can be classes`,
    );
  if (distinct === 1) throw unusable(target, 'oneValue', `it ${spreadWords('oneValue', target)}`);
  const rows = table.rows - target.missing;
  if (distinct > mostCodes && distinct * 2 > rows)
    throw unusable(target, 'allDifferent', 'nearly all of its values are different');
}

/** Names that other languages use to translate the problem. */
type TargetProblem =
  | SpreadProblem
  | 'noValues'
  | 'tooLarge'
  | 'allDifferent'
  | 'notNumber'
  | 'notTwo'
  | 'manyClasses'
  | 'classesOfSeveral';

function unusable({ name, distinct }: ColumnSummary, why: TargetProblem, reason: string): AppError {
  const sentence = `"${name}" cannot be the target: ${reason}. Choose another column or another task.`;
  return new AppError('target_unusable', sentence, {
    column: name,
    why,
    distinct,
    limit: limits.classes.max,
  });
}
