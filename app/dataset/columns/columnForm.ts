// How the cells of a text column are written, if they are numbers after all: with a unit (`$1,200`, `95kg`), in brackets where
// negative, in groups of digits, or with another decimal sign than the file's. In come the different cells with their counts, out
// goes the form, or why the column stays text.
import type { Unit } from '../../contract/table/unit.ts';
import type { CellCount } from '../cells/cellFacts.ts';
import { type Measured, measured } from '../values/measured.ts';
import { type FoundForm, formOf, type Otherwise, shownBy } from '../values/numberForm.ts';
import { type CellFormat, isDate, isMissing } from '../values/spelling.ts';
import { isMoney } from '../values/units.ts';
import { strayShare } from './strayShare.ts';

/** This many cells show whether it is worth looking at all. */
const firstLook = 40;

export interface Cells {
  name: string;
  /** The different cells that are no numbers in the file's form. */
  spellings: readonly CellCount[];
  /** Rows that are numbers in the file's form, and those of them that are not zero. */
  numbers: number;
  nonZero: () => Promise<number>;
  format: CellFormat;
  otherwise: Omit<Otherwise, 'money'>;
  /** Whether a person wants numbers, so that cells without a unit may count as having it. */
  wanted: boolean;
}

export type ColumnForm =
  | ({
      kind: 'numbers';
      unit: Unit | undefined;
      accounting: boolean;
      wide: boolean;
      withoutUnit: number;
    } & FoundForm)
  | { kind: 'unitsDiffer'; first: string; second: string }
  | { kind: 'unitPartly'; unit: Unit; rows: number; others: number };

interface Counted {
  cell: Measured;
  rows: number;
}

/** null where the cells are no numbers. */
export async function columnForm(cells: Cells): Promise<ColumnForm | null> {
  const filled = cells.spellings.filter(({ value }) => !isMissing(value, cells.format.missing));
  const look = filled.slice(0, firstLook);
  const seen = look.filter(({ value }) => measured(value) !== null).length;
  if (cells.numbers === 0 && seen < look.length / 2) return null;
  if (filled.filter(({ value }) => isDate(value)).length > filled.length / 2) return null;
  const found = filled.flatMap(({ value, rows }): Counted[] => {
    const cell = measured(value);
    return cell === null || shownBy(cell.digits) === null ? [] : [{ cell, rows }];
  });
  const total = rowsOf(filled) + cells.numbers;
  if (rowsOf(found) + cells.numbers < (1 - strayShare) * total) return null;
  if (found.length === 0 || found.some(({ cell }) => /^0\d/.test(cell.digits))) return null;
  const groups = groupedByUnit(found);
  const [most, second] = groups;
  if (most === undefined) return unitless(cells, found);
  if (groups.some(({ unit }) => isOneCapital(unit)) && !found.some(({ cell }) => isMeasure(cell)))
    return null;
  if (total - most.rows > strayShare * total && second !== undefined && second.rows > strayShare * total)
    return { kind: 'unitsDiffer', first: most.unit.text, second: second.unit.text };
  return withUnit(cells, found, most, total);
}

async function withUnit(
  cells: Cells,
  found: Counted[],
  { unit, rows }: { unit: Unit; rows: number },
  total: number,
): Promise<ColumnForm | null> {
  const bare = found.filter(({ cell }) => cell.unit === null && /[1-9]/.test(cell.digits));
  const withoutUnit = rowsOf(bare) + (cells.numbers > 0 ? await cells.nonZero() : 0);
  if (withoutUnit > strayShare * total && !cells.wanted)
    return { kind: 'unitPartly', unit, rows, others: withoutUnit };
  const form = formIn(found, cells, isMoney(unit));
  const accounting = found.some(({ cell }) => cell.accounting);
  return form === null
    ? null
    : { kind: 'numbers', unit, accounting, wide: isWide(found), withoutUnit, ...form };
}

/** Numbers without a unit that the file's form does not read: in brackets, in groups of digits, with another decimal sign. */
function unitless(cells: Cells, found: Counted[]): ColumnForm | null {
  const accounting = found.some(({ cell }) => cell.accounting);
  const onlyBrackets = cells.numbers === 0 && found.every(({ cell }) => cell.accounting);
  // (1), (2), (3) are marks of footnotes rather than negative numbers.
  if (onlyBrackets && !found.some(({ cell }) => isMeasure(cell))) return null;
  if (cells.numbers === 0 && mayBeCodes(cells.name, found)) return null;
  const form = formIn(found, cells, false);
  if (form === null) return null;
  return { kind: 'numbers', unit: undefined, accounting, wide: isWide(found), withoutUnit: 0, ...form };
}

function isWide(found: Counted[]): boolean {
  return found.some(({ cell }) => cell.wide);
}

function formIn(found: Counted[], { otherwise }: Cells, money: boolean): FoundForm | null {
  return formOf(
    found.map(({ cell }) => cell.digits),
    { ...otherwise, money },
  );
}

const codeName =
  /zip|postal|postcode|plz|\bpin\b|phone|mobile|fax|\btel|siren|siret|iban|account|konto|code|(?:^|[\s_])id$|번호|우편|전화|코드/i;

/** Digits in groups that may be a telephone number or another code: all of them equally long, or in a column with such a name. */
function mayBeCodes(name: string, found: Counted[]): boolean {
  const digits = found.map(({ cell }) => cell.digits);
  if (!digits.some((text) => /\d[ \u00a0\u202f\u2009'’]\d/.test(text))) return false;
  if (codeName.test(name)) return true;
  const length = (text: string) => text.replace(/\D/g, '').length;
  const first = length(digits[0]!);
  return first >= 9 && digits.every((text) => length(text) === first && !/[.,]|000$/.test(text));
}

/** Whether a cell is written like a measured number rather than a label such as `2A`. */
function isMeasure({ digits, spelled, unit }: Measured): boolean {
  return /[.,]|\d[ \u00a0\u202f\u2009'’]\d/.test(digits) || (unit !== null && spelled.length > 1);
}

function isOneCapital({ text }: Unit): boolean {
  return /^\p{Lu}$/u.test(text);
}

function rowsOf(counted: readonly { rows: number }[]): number {
  return counted.reduce((sum, { rows }) => sum + rows, 0);
}

interface OfUnit {
  /** In its most frequent spelling. */
  unit: Unit;
  rows: number;
}

/** The units that occur, the most frequent first. */
function groupedByUnit(found: Counted[]): OfUnit[] {
  const groups = new Map<string, { before: boolean; rows: number; spelled: Map<string, number> }>();
  for (const { cell, rows } of found) {
    if (cell.unit === null) continue;
    const key = `${cell.unit.before} ${cell.unit.text}`;
    const group = groups.get(key) ?? { before: cell.unit.before, rows: 0, spelled: new Map() };
    group.rows += rows;
    group.spelled.set(cell.spelled, (group.spelled.get(cell.spelled) ?? 0) + rows);
    groups.set(key, group);
  }
  return [...groups.values()]
    .sort((a, b) => b.rows - a.rows)
    .map(({ before, rows, spelled }) => {
      const [text] = [...spelled].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]!;
      return { unit: { text, before }, rows };
    });
}
