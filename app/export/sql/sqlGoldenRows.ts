// The golden rows as a step of a query that can stand in place of the user's table: beside what the query adds stand then the app's own
// predictions.
import { valueNames } from '../../contract/predictedColumns.ts';
import type { PortableModel } from '../portable/portableModel.ts';
import type { SqlSteps } from './sqlSteps.ts';
import { number, quotedName, quotedText } from './sqlText.ts';

/** What the columns with the app's predictions are called. */
export function goldenNames({ output, names }: PortableModel): string[] {
  const wanted = output.kind === 'numbers' ? valueNames(names) : names.map((name) => `probability_${name}`);
  return wanted.map((name) => `chainrule_${name}`);
}

/** @param expected names of the last columns. Returns the step's name; undefined where the model has no golden rows. */
export function addGoldenRows(
  steps: SqlSteps,
  { rawInputs, model: { goldenRows } }: PortableModel,
  expected: readonly string[],
): string | undefined {
  if (goldenRows === undefined || goldenRows.values.length === 0) return undefined;
  const lines = goldenRows.values.map((row, i) => {
    const raw = row.map((value, k) =>
      rawInputs[k]!.kind === 'category' ? quotedText(String(value ?? '')) : numberOrNull(value),
    );
    return `(${[...raw, ...goldenRows.predictions[i]!.map(number)].join(', ')})`;
  });
  const columns = [...rawInputs.map(({ name }) => name), ...expected].map(quotedName);
  return steps.addText('golden_rows', `VALUES\n    ${lines.join(',\n    ')}`, columns);
}

/** A column that is missing in each row has to be one of numbers, too. */
const numberOrNull = (value: number | string | null) =>
  value === null ? 'CAST(NULL AS DOUBLE)' : number(Number(value));
