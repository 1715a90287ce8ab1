// What is said about a column whose cells are numbers in a form of their own, with the remedy that undoes it; and about one that stays
// text because its units differ.
import type { Issue } from '../../contract/issues/issues.ts';
import type { Unit } from '../../contract/table/unit.ts';
import type { CellFacts } from '../cells/cellFacts.ts';
import { finding } from '../issues/dataIssue.ts';
import { grouped } from '../issues/figures.ts';
import { other } from '../values/numberForm.ts';
import { type CellFormat, numberOf } from '../values/spelling.ts';
import type { ColumnForm } from './columnForm.ts';

type Numbers = Extract<ColumnForm, { kind: 'numbers' }>;

/** `before`: the cells that were no numbers in the file's form. */
export function formIssues(
  column: string,
  { unit, withoutUnit, ambiguous }: Numbers,
  before: { facts: CellFacts },
  format: CellFormat,
): Issue[] {
  const { example, value } = exampleOf(before.facts, format);
  const asText = { kind: 'format' as const, columns: [column], format: { unit: null } };
  const issues: Issue[] = [];
  if (unit === undefined) {
    const message = `"${column}": numbers; "${example}" is read as ${value}.`;
    issues.push(finding('numbers_marked', 'info', message, { column, example, value }, [asText]));
  } else {
    const values = { column, unit: unit.text, example, value };
    const message = `"${column}": numbers in ${unit.text}; "${example}" is read as ${value}.`;
    issues.push(finding('numbers_with_unit', 'info', message, values, [asText]));
  }
  if (unit !== undefined && withoutUnit > 0) issues.push(withoutUnitIssue(column, withoutUnit, unit));
  if (ambiguous) issues.push(ambiguousIssue(column, ambiguousExample(before.facts, format)));
  return issues;
}

export function withoutUnitIssue(column: string, count: number, { text: unit }: Unit): Issue {
  const cells = count === 1 ? '1 number' : `${grouped(count)} numbers`;
  const message = `${cells} of "${column}" ${count === 1 ? 'has' : 'have'} no ${unit}; ${count === 1 ? 'it is' : 'they are'} read as if written with it.`;
  return finding('numbers_without_unit', 'warning', message, { column, count, unit });
}

export interface Ambiguous {
  example: string;
  value: number;
  /** The same digits with the other decimal sign. */
  otherwise: number;
  format: CellFormat;
}

/** Numbers such as `12.345`, which may be thousands or have three decimals. */
export function ambiguousIssue(column: string, { example, value, otherwise, format }: Ambiguous): Issue {
  const message = `"${example}" in "${column}" may be ${value} or ${otherwise}, and no cell shows which; it is read as ${value}.`;
  const values = { column, example, value, other: otherwise };
  return finding('number_ambiguous', 'warning', message, values, [
    { kind: 'format', columns: [column], format: { decimal: other(format.decimal) } },
  ]);
}

export function ambiguousExample({ spellings }: CellFacts, format: CellFormat): Ambiguous {
  const example = spellings.find(({ value }) => /\d[.,]\d{3}(?!\d)/.test(value))?.value ?? '';
  return ambiguousIn(example, format);
}

export function ambiguousIn(example: string, format: CellFormat): Ambiguous {
  const decimal = other(format.decimal);
  const swapped = { ...format, decimal, thousands: format.decimal };
  const [value, otherwise] = [numberOf(example, format) ?? 0, numberOf(example, swapped) ?? 0];
  return { example, value, otherwise, format };
}

/** The cell that says most about the form: negative in brackets, else with the most marks, else with the most digits. */
function exampleOf({ spellings }: CellFacts, format: CellFormat): { example: string; value: number } {
  const numbers = spellings.flatMap(({ value: example }) => {
    const value = numberOf(example, format);
    return value === null ? [] : [{ example, value }];
  });
  const marks = ({ example }: { example: string }) =>
    (/^\(|\)$|-$/.test(example) ? 10 : 0) + example.replace(/[\d\p{L}]/gu, '').length;
  const digits = ({ example }: { example: string }) => example.replace(/\D/g, '').length;
  numbers.sort((a, b) => marks(b) - marks(a) || digits(b) - digits(a) || (a.example < b.example ? -1 : 1));
  return numbers[0] ?? { example: '', value: 0 };
}

export function unitIssue(column: string, form: Exclude<ColumnForm, { kind: 'numbers' }>): Issue {
  if (form.kind === 'unitsDiffer') {
    const { first, second } = form;
    const message = `The numbers of "${column}" have different units, such as ${first} and ${second}, so it is read as text. Write them in one unit to use them as numbers.`;
    return finding('units_differ', 'warning', message, { column, first, second });
  }
  const { unit, rows, others } = form;
  const message = `${grouped(rows)} numbers of "${column}" have ${unit.text} beside them, ${grouped(others)} have no unit, so it is read as text. If all are in ${unit.text}, read them as numbers.`;
  return finding('unit_partly', 'warning', message, { column, unit: unit.text, count: rows, others }, [
    { kind: 'format', columns: [column], format: { unit } },
  ]);
}
