// Which task a target asks for. Text and yes/no are classes, numbers are numbers, and whole numbers that look like codes for
// classes are classes: when in doubt they are numbers, since a count or a rating predicted as a number is still of use.
import type { ColumnSummary } from '../contract/dataset.ts';
import { AppError } from '../contract/errors.ts';
import { limits, type Task } from '../contract/spec.ts';
import type { Table } from './table.ts';

export interface TaskProposal {
  task: Task;
  reasons: string[];
}

/** More different whole numbers than this are never taken for codes. */
const mostCodes = 20;
/** The rarest code must have this share of what it would have if all were as frequent: counts thin out, codes rarely do. */
const rarestShare = 0.25;
const fewestRowsOfCode = 5;

const codeName =
  /(?:^|[\s_.-])(?:class|label|type|kind|species|category|group|cluster|digit|letter|code|cultivar|target)s?$/i;
const quantityName =
  /(?:^|[\s_.-])(?:count|number|num|n|no|qty|quantity|amount|age|years?|days?|months?|hours?|visits?|children|rings|rating|score|quality|price|size)s?$/i;

/** Throws AppError target_unusable where a wished task and the column do not go together, or nothing can be learned of it. */
export async function proposeTask(
  table: Table,
  targets: ColumnSummary[],
  wished: Task | 'auto',
): Promise<TaskProposal> {
  for (const target of targets) if (target.distinct === 0) throw unusable(target, 'it has no values');
  if (targets.length > 1) return severalTargets(targets, wished);
  const target = targets[0]!;
  if (wished === 'regression') {
    requireNumber(target);
    return { task: 'regression', reasons: [`"${target.name}" is predicted as a number, as asked for.`] };
  }
  if (wished !== 'auto') return classesAsked(table, target, wished);
  if (target.type === 'number') return numberTarget(table, target);
  requireClasses(table, target);
  const what = target.type === 'boolean' ? 'yes or no' : 'text';
  return classes(target, `"${target.name}" is ${what} with ${target.distinct} different values`);
}

function severalTargets(targets: ColumnSummary[], wished: Task | 'auto'): TaskProposal {
  if (wished !== 'auto' && wished !== 'regression') {
    throw unusable(targets[1]!, 'several targets can only be numbers, and classes were asked for');
  }
  for (const target of targets)
    requireNumber(target, 'with several targets each must be a column of numbers');
  const names = targets.map((target) => `"${target.name}"`).join(', ');
  return { task: 'regression', reasons: [`Several targets are predicted as numbers: ${names}.`] };
}

function classesAsked(table: Table, target: ColumnSummary, wished: Task): TaskProposal {
  requireClasses(table, target);
  if (wished === 'binary' && target.distinct > 2) {
    throw unusable(target, `it has ${target.distinct} different values, and binary needs 2`);
  }
  if (target.distinct <= 2) {
    const note = wished === 'multiclass' ? ', so the task is binary although multiclass was asked for' : '';
    return { task: 'binary', reasons: [`"${target.name}" has two classes${note}.`] };
  }
  return {
    task: 'multiclass',
    reasons: [`The ${target.distinct} values of "${target.name}" are classes, as asked for.`],
  };
}

function classes(target: ColumnSummary, finding: string): TaskProposal {
  if (target.distinct <= 2)
    return { task: 'binary', reasons: [`${finding}, so one of two classes is predicted.`] };
  return { task: 'multiclass', reasons: [`${finding}, so a class is predicted.`] };
}

async function numberTarget(table: Table, target: ColumnSummary): Promise<TaskProposal> {
  const { name, distinct } = target;
  if (distinct === 2) return classes(target, `"${name}" has only two different numbers`);
  if (target.whole && distinct > 2 && distinct <= mostCodes && runsFromStart(target)) {
    if (codeName.test(name)) {
      return classes(
        target,
        `"${name}" has the whole numbers ${target.min} to ${target.max} and is named like a class`,
      );
    }
    if (!quantityName.test(name) && (await isEven(table, target))) {
      return classes(
        target,
        `"${name}" has the whole numbers ${target.min} to ${target.max}, each in many rows`,
      );
    }
  }
  return {
    task: 'regression',
    reasons: [`"${name}" is a column of numbers, so it is predicted as a number.`],
  };
}

/** All whole numbers from 0 or 1 to the largest. */
function runsFromStart({ min, max, distinct }: ColumnSummary): boolean {
  return (min === 0 || min === 1) && max === min + distinct - 1;
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
  if (target.type === 'number') return;
  throw unusable(target, `it holds ${target.type === 'boolean' ? 'yes or no' : target.type}, and ${why}`);
}

function requireClasses(table: Table, target: ColumnSummary): void {
  const { distinct } = target;
  const limit = limits.classes.max;
  if (distinct > limit)
    throw unusable(target, `it has ${distinct} different values; at most ${limit} can be classes`);
  if (distinct === 1)
    throw unusable(target, `it has one value only, ${oneValue(target)}, so there is nothing to tell apart`);
  const rows = table.rows - target.missing;
  if (distinct > mostCodes && distinct * 2 > rows)
    throw unusable(target, 'nearly all of its values are different');
}

function oneValue(target: ColumnSummary): string {
  return `"${target.levels[0]?.value ?? target.min}"`;
}

function unusable({ name }: ColumnSummary, reason: string): AppError {
  const sentence = `"${name}" cannot be the target: ${reason}. Choose another column or another task.`;
  return new AppError('target_unusable', sentence, { column: name, reason });
}
