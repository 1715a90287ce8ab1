// Numbers of a column with its unit: $1,200, 12.5%, 95 kg. The contract decides where the unit stands, the page's language how the
// digits are written.

import { type Unit, withUnit } from '../../app/contract/table/unit.ts';
import { numbers } from './numbers.ts';

/** Writes a measured number of a column. @param digits significant ones. */
export function measuredIn(unit: Unit | undefined, digits?: number): (value: number) => string {
  return (value) => united(value, numbers().measure(value, digits), unit);
}

/** Writes a number as exactly as it is known. */
export function exactIn(unit: Unit | undefined): (value: number) => string {
  return (value) => united(value, numbers().exact(value), unit);
}

/** A number that is written already; what is not finite has no unit. */
export function united(value: number, text: string, unit: Unit | undefined): string {
  return Number.isFinite(value) ? withUnit(text, unit) : text;
}

/** The unit of a column by its name. */
export type UnitOf = (column: string) => Unit | undefined;

export function unitsOf(columns: readonly { name: string; unit?: Unit | undefined }[] = []): UnitOf {
  const units = new Map(columns.map(({ name, unit }) => [name, unit]));
  return (column) => units.get(column);
}
