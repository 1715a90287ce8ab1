// Which decimal sign the numbers of a file's first cells show: `12,5` and `1.201.301` show a comma, `12.345` may be either. Where they show
// none, the sign of an earlier table decides, such as that of the one a model was trained on.
import { other, shownBy } from './numberForm.ts';
import { type Decimal, isMissing, numberOf, trimmed } from './spelling.ts';

/** How the numbers of an earlier table were read whose columns this file is to have. */
export interface ExpectedSigns {
  /** What the earlier table is to a person: that of the model, or the first of several files. */
  by: 'model' | 'file';
  /** The decimal signs of those columns whose numbers had some sign. */
  columns: ReadonlyMap<string, Decimal>;
}

/** The sign of most columns; undefined where no column had one. */
export function usualSign({ columns }: ExpectedSigns): Decimal | undefined {
  let commas = 0;
  for (const sign of columns.values()) if (sign === ',') commas++;
  if (columns.size === 0) return undefined;
  return 2 * commas > columns.size ? ',' : '.';
}

const bareNumber = /^[-+]?[\d.,'’ \u00a0\u202f\u2009]*\d(?:[eE][-+]?\d+)?$/;
const groupedAlike = /^[-+]?\d+(?:\.\d{3}){2,}$|^[-+]?\d+(?:,\d{3}){2,}$/;

/** The sign that more numbers show; null where none shows one, or as many show the other. `columns` are the cells of each. */
export function decimalShown(columns: readonly string[][], missing: ReadonlySet<string>): Decimal | null {
  const shown = { '.': 0, ',': 0 };
  for (const cells of columns) {
    const groups = { '.': 0, ',': 0 };
    for (const cell of cells) {
      const bare = trimmed(cell);
      const decimal = bareNumber.test(bare) ? (shownBy(bare)?.decimal ?? null) : null;
      if (decimal === null) continue;
      if (groupedAlike.test(bare)) groups[decimal]++;
      else shown[decimal]++;
    }
    // `192.168.100.200` looks grouped: such cells count if all of their column are numbers in that form.
    for (const decimal of ['.', ','] as const)
      if (groups[decimal] > 0 && allNumbers(cells, decimal, missing)) shown[decimal] += groups[decimal];
  }
  if (shown['.'] === shown[',']) return null;
  return shown[','] > shown['.'] ? ',' : '.';
}

function allNumbers(cells: readonly string[], decimal: Decimal, missing: ReadonlySet<string>): boolean {
  const form = { decimal, thousands: other(decimal) };
  return cells.every((cell) => isMissing(cell, missing) || numberOf(cell, form) !== null);
}
