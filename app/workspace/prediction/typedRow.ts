// A row of cells that a person typed, as a table of one row: what encodes the rows of files encodes it, too.

import { float32Max } from '../../contract/limits.ts';
import type { InputPreparation, Preparation } from '../../contract/model.ts';
import type { ColumnTable } from '../../dataset/table/table.ts';
import { other } from '../../dataset/values/numberForm.ts';
import { isMissing, numberOf, trimmed } from '../../dataset/values/spelling.ts';

/** @param cells one for each input of the preparation, null where missing */
export function typedRow({ inputs }: Preparation, cells: readonly (string | null)[]): ColumnTable {
  const typed = new Map(inputs.map((input, k) => [input.column, { input, text: present(input, cells[k]) }]));
  const cellOf = (column: string) => {
    const found = typed.get(column);
    if (found === undefined) throw new RangeError(`the model does not read ${column}`);
    return found;
  };
  const numberIn = (column: string) => {
    const { input, text } = cellOf(column);
    return text === null ? Number.NaN : finiteOf(text, input);
  };
  return {
    fileName: '',
    rows: 1,
    // `category`: no figures are known from which a check of the cells could be left out.
    columns: inputs.map(({ column: name }) => ({ name, type: 'category', missing: 0, min: null, max: null })),
    hasSpans: () => false,
    numbers: async (column, into = new Float64Array(1)) => {
      into[0] = numberIn(column);
      return into;
    },
    span: async (column, _from, _to, into) => {
      into[0] = numberIn(column);
    },
    categories: async (column) => {
      const { text } = cellOf(column);
      return text === null
        ? { codes: Int32Array.of(-1), levels: [] }
        : { codes: Int32Array.of(0), levels: [trimmed(text).normalize('NFC')] };
    },
    notNumbers: async (column) =>
      cellOf(column).text !== null && Number.isNaN(numberIn(column)) ? Uint32Array.of(0) : new Uint32Array(0),
  };
}

/** A spelling of missing is missing, unless the model knows it as a level. */
function present(input: InputPreparation, text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const known = 'levels' in input && input.levels.includes(text) && text !== '';
  return !known && isMissing(text) ? null : text;
}

function finiteOf(text: string, input: InputPreparation): number {
  const decimal = ('decimal' in input ? input.decimal : undefined) ?? '.';
  const unit = 'unit' in input ? input.unit : undefined;
  const form = { decimal, thousands: other(decimal), unit };
  // With a unit, numbers without it count, too.
  const value = numberOf(text, form) ?? numberOf(text, { ...form, unit: undefined });
  return value === null || Math.abs(value) > float32Max ? Number.NaN : value;
}
