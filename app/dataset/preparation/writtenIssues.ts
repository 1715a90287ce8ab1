// What is said where a file writes a column otherwise than the table that the model was trained on: numbers with a unit, dates in another
// order. (The decimal sign: columns/signIssues.ts.)
import type { Issue } from '../../contract/issues/issues.ts';
import type { InputPreparation } from '../../contract/model.ts';
import { finding } from '../issues/dataIssue.ts';
import type { Table } from '../table/table.ts';
import type { LevelColumns } from './encodeLevels.ts';

/** Number columns that have a unit in the table, and had none where the model was trained. */
export function unitIssues({ columns }: Table, inputs: readonly InputPreparation[]): Issue[] {
  const units = new Map(columns.map(({ name, unit }) => [name, unit]));
  return inputs.flatMap((input) => {
    const found = units.get(input.column);
    if (input.kind !== 'numeric' || input.unit !== undefined || found === undefined) return [];
    const { column } = input;
    const message = `"${column}" has the unit "${found.text}" in this file; the model was trained on numbers without a unit. The numbers are used as they are.`;
    return [finding('unit_unexpected', 'warning', message, { column, unit: found.text })];
  });
}

/** Columns whose dates show another order of day, month and year than the training table's; they are read in their own. */
export async function dateIssues(
  levels: LevelColumns,
  inputs: readonly InputPreparation[],
): Promise<Issue[]> {
  const issues: Issue[] = [];
  for (const input of inputs) {
    if (input.kind !== 'date') continue;
    const { unlike } = await levels.of(input);
    if (unlike === null) continue;
    const { column, first: other } = input;
    const { first, example } = unlike;
    const message = `The dates of "${column}" begin with the ${first} in this file, as "${example}" shows, and with the ${other} in the table that the model was trained on. They are read with the ${first} first.`;
    issues.push(finding('dates_unlike_model', 'warning', message, { column, example, first, other }));
  }
  return issues;
}
