// Conformal intervals in SQL: the margin of a share of rows, from the kept errors of validation rows, and the set of classes within it.
// The share stands in one place of the query, to be written over. NULL where there were too few validation rows for it.
import { type Calibration, coverageLevel, setShare } from '../../contract/run/calibration.ts';
import type { Column, SqlSteps } from './sqlSteps.ts';
import { concatenation, number, quotedText } from './sqlText.ts';

const margin = (target: number) => `m${target}`;

/** Adds the first of the steps, so that it is found: one line with `level`. */
export function addLevel(steps: SqlSteps): string {
  return steps.addText('level', `SELECT ${coverageLevel} AS level`);
}

/** A step of one line: `m0`, ... , the margin of each target, or of classes `m0`. @param level the step with the level */
export function addMargins(steps: SqlSteps, { rows, ranks, scores }: Calibration, level: string): string {
  const errors = scores.map((_, target) => `e${target}`);
  const lines = ranks.map((rank, k) => `(${[rank, ...scores.map((of) => number(of[k]!))].join(', ')})`);
  const calibration = steps.addText('calibration', `VALUES\n    ${lines.join(',\n    ')}`, [
    'error_rank',
    ...errors,
  ]);
  const least = errors.map((error, target) => `min(${error}) AS ${margin(target)}`);
  return steps.addText(
    'margins',
    `SELECT ${least.join(', ')}\n  FROM ${calibration}\n  WHERE error_rank >= (SELECT ceil(${number(rows + 1)} * level - 1e-9) FROM ${level})`,
  );
}

/** Of target `k`, from the columns of the answers and the margins. */
export const boundsOf = (k: number, answers: string, margins: string) => [
  `${answers}.p${k} - ${margins}.${margin(k)}`,
  `${answers}.p${k} + ${margins}.${margin(k)}`,
];

/** Adds a step with the column `class_set` behind `columns`: a JSON array of the classes that are within the margin, and of the predicted one. */
export function addClassSet(
  steps: SqlSteps,
  classes: readonly string[],
  columns: readonly Column[],
  { from, margins }: { from: string; margins: string },
): string {
  const named = classes.map(
    (name, k) =>
      `CASE WHEN p${k} >= ${number(setShare)} * (1e0 - ${margin(0)}) OR label = ${quotedText(name)} THEN ${quotedText(`,${JSON.stringify(name)}`)} ELSE '' END`,
  );
  const list = `CASE WHEN ${margin(0)} IS NOT NULL THEN '[' || substr(${concatenation(named)}, 2) || ']' END`;
  return steps.add(
    'sets',
    [...columns, { name: 'class_set', expression: list }],
    `${from} CROSS JOIN ${margins}`,
  );
}
