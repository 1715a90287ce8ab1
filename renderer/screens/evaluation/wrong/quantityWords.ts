// What residuals are drawn against, as choices and in words, and the rows of a range in words.
import type { Quantity, Selection } from '../../../../app/contract/run/errorRows.ts';
import type { RunSpec } from '../../../../app/contract/spec/spec.ts';
import type { Dataset } from '../../../../app/contract/table/dataset.ts';
import type { Unit } from '../../../../app/contract/table/unit.ts';
import { m } from '../../../paraglide/messages.js';
import { measuredIn, type UnitOf } from '../../../wording/inUnits.ts';
import { nameInSentence } from '../../../wording/oneLine.ts';

/** Stands before a column's name in the value of a choice. */
const column = 'column ';

/** The prediction, the actual value, and the columns of numbers: features first. */
export function quantityChoices({ columns }: Dataset, spec: RunSpec | undefined) {
  const roles = new Map(spec?.data.columns.map(({ name, role }) => [name, role]));
  const numeric = columns.filter(({ name, type }) => type === 'number' && roles.get(name) !== 'target');
  const features = numeric.filter(({ name }) => roles.get(name) === 'feature');
  const others = numeric.filter(({ name }) => roles.get(name) !== 'feature');
  return [
    { value: 'predicted', label: m.residuals_prediction() },
    { value: 'actual', label: m.residuals_actual() },
    ...[...features, ...others].map(({ name }) => ({ value: `${column}${name}`, label: name })),
  ];
}

export function quantityOf(choice: string): Quantity {
  if (choice === 'predicted' || choice === 'actual') return { kind: choice };
  return { kind: 'column', column: choice.slice(column.length) };
}

function quantityName(quantity: Quantity): string {
  switch (quantity.kind) {
    case 'column':
      return nameInSentence(quantity.column);
    case 'actual':
      return m.chart_actual();
    case 'predicted':
      return m.chart_predicted();
    case 'residual':
      return m.residuals_residual();
  }
}

/** `actual 12 to 20, predicted 5 to 9`. @param unit of the target. */
export function rangesName(
  { ranges }: Extract<Selection, { kind: 'ranges' }>,
  unit: Unit | undefined,
  unitOf: UnitOf,
): string {
  return ranges
    .map(({ of, low, high }) => {
      const write = measuredIn(of.kind === 'column' ? unitOf(of.column) : unit, 4);
      const quantity = quantityName(of);
      return write(low) === write(high)
        ? m.wrong_rows_at({ quantity, value: write(low) })
        : m.wrong_rows_range({ quantity, low: write(low), high: write(high) });
    })
    .join(', ');
}
