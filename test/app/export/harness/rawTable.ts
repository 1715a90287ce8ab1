// A table that has everything a model can read, as raw values (null: missing) and as a CSV file of them: numbers with every scaling,
// in bins, missing cells, rare and ordered categories, dates, and names with Korean letters, quotes, commas and a line break.
import type { ColumnPreparation } from '../../../../app/contract/spec/columnPreparation.ts';

export type RawCell = number | string | null;

export interface RawTable {
  rows: number;
  columns: Record<string, RawCell[]>;
}

export const names = {
  standard: '키 (cm)',
  logarithm: 'price, "net"',
  robust: 'two\nlines',
  minMax: "o'clock \\ {x}",
  oneHot: '도시',
  ordinal: 'size',
  date: 'when',
  flag: 'on time',
} as const;

export const prepare: Record<string, ColumnPreparation> = {
  [names.standard]: { indicator: true, piecewiseLinear: true, bins: 4 },
  [names.logarithm]: { log: true, clip: 1.5, missing: 'mean', piecewiseLinear: true, bins: 8 },
  [names.robust]: { scaling: 'robust', clip: 10 },
  [names.minMax]: { scaling: 'minMax' },
  [names.oneHot]: { levels: 3, other: true },
  [names.ordinal]: { encoding: 'ordinal', order: ['small', 'medium', 'large'], indicator: true },
  [names.date]: { parts: ['time', 'year', 'month', 'day', 'weekday', 'hour'], indicator: true },
};

const cities = ['Seoul', '부산', 'São Paulo', 'a "quoted", one', "D'Arcy\\n", 'Oslo', 'Ürümqi'];
const sizes = ['small', 'medium', 'large'];

/** The same numbers on each computer: the fractional parts of multiples of a square root. */
const spread = (i: number, k: number) => ((i + 1) * Math.sqrt(k)) % 1;

const column = (rows: number, cell: (i: number) => RawCell) =>
  Array.from({ length: rows }, (_, i) => cell(i));

/** The targets are `y`, `y 둘` (numbers), `count` (whole numbers from 0), `two` and `kind` (2 and `classes` classes). */
export function rawTable(rows = 160, classes = 10): RawTable {
  const height = column(rows, (i) => (i % 11 === 5 ? null : 150 + 50 * spread(i, 2)));
  const price = column(rows, (i) => (i % 13 === 7 ? null : Math.round(20_000 * spread(i, 3) ** 6 - 40)));
  const level = (i: number) => Math.floor(10 * spread(i, 5));
  const score = (i: number) => (Number(height[i]) / 50 + level(i) + 4 * spread(i, 7)) % 7;
  return {
    rows,
    columns: {
      [names.standard]: height,
      [names.logarithm]: price,
      [names.robust]: column(rows, (i) => (i === 17 ? 4e5 : spread(i, 11) * 3 - 1)),
      [names.minMax]: column(rows, (i) => Math.round(spread(i, 13) * 1e6) / 8),
      [names.oneHot]: column(rows, (i) => (i % 17 === 3 ? null : cities[Math.floor(7 * spread(i, 5) ** 2)]!)),
      [names.ordinal]: column(rows, (i) => (i % 19 === 4 ? null : sizes[Math.floor(3 * spread(i, 17))]!)),
      [names.date]: column(rows, (i) =>
        i % 23 === 6 ? null : dateText(Math.floor(1_500 * spread(i, 19)), i % 24),
      ),
      [names.flag]: column(rows, (i) => (spread(i, 23) < 0.4 ? 'false' : 'true')),
      y: column(rows, (i) => 1_000 * score(i) - 300),
      'y 둘': column(rows, (i) => spread(i, 29) - score(i) / 9),
      count: column(rows, (i) => Math.floor(score(i))),
      two: column(rows, (i) => (score(i) > 3.2 ? 'yes, "sure"' : '아니요')),
      kind: column(rows, (i) => `class ${Math.floor(score(i) * 37 + i) % classes}`),
    },
  };
}

function dateText(day: number, hour: number): string {
  return new Date(Date.UTC(1999, 0, 1 + day, hour, 30)).toISOString().slice(0, 16).replace('T', ' ');
}

/** The parts of a date as the table writes it, by the language's own calendar. */
export function datePart(text: string, part: string): number {
  const date = new Date(`${text.replace(' ', 'T')}Z`);
  const parts: Record<string, number> = {
    time: date.getTime() / 86_400_000,
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay() || 7,
    hour: date.getUTCHours(),
  };
  return parts[part]!;
}

export function csvText({ rows, columns }: RawTable): string {
  const quoted = (cell: RawCell) => `"${String(cell ?? '').replaceAll('"', '""')}"`;
  const field = (cell: RawCell) => (typeof cell === 'number' ? String(cell) : quoted(cell));
  const lines = Array.from({ length: rows }, (_, i) =>
    Object.values(columns).map((cells) => field(cells[i]!)),
  );
  return [Object.keys(columns).map(quoted), ...lines].map((fields) => `${fields.join(',')}\n`).join('');
}
