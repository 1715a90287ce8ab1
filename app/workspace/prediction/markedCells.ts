// Which cells of a file's rows a model cannot use as they stand: numbers outside the training rows' range or unreadable, unknown
// categories, unreadable dates. For windows of rows that a person looks at; examineCells counts those of a whole file.
import type { InputPreparation, Preparation } from '../../contract/model.ts';
import type { LevelColumns, LevelInput } from '../../dataset/preparation/encodeLevels.ts';
import type { Table } from '../../dataset/table/table.ts';

type Numeric = Extract<InputPreparation, { kind: 'numeric' }>;

export class MarkedCells {
  private readonly table: Table;
  private readonly preparation: Preparation;
  private readonly levels: LevelColumns;
  /** Number columns that cannot be read in spans, read once. */
  private readonly whole = new Map<string, Promise<Float64Array>>();

  constructor(table: Table, preparation: Preparation, levels: LevelColumns) {
    this.table = table;
    this.preparation = preparation;
    this.levels = levels;
  }

  /** For each of these consecutive rows the 0-based columns of the file. */
  async of(rows: Uint32Array): Promise<number[][]> {
    const marks: number[][] = Array.from(rows, () => []);
    if (rows.length === 0) return marks;
    for (const input of this.preparation.inputs) {
      const at = this.table.columns.findIndex(({ name }) => name === input.column);
      const isOdd =
        input.kind === 'numeric' ? await this.oddNumbers(input, rows) : await this.oddLevels(input);
      for (const [k, row] of rows.entries()) if (isOdd(row)) marks[k]!.push(at);
    }
    return marks;
  }

  private async oddNumbers(
    { column, min, max }: Numeric,
    rows: Uint32Array,
  ): Promise<(row: number) => boolean> {
    const { table } = this;
    const low = min ?? Number.NEGATIVE_INFINITY;
    const high = max ?? Number.POSITIVE_INFINITY;
    const outside = (value: number) => value < low || value > high;
    if (table.hasSpans(column)) {
      // Such a column has numbers and empty cells only.
      const [from, to] = [rows[0]!, rows.at(-1)! + 1];
      const values = new Float64Array(to - from);
      await table.span(column, from, to, values);
      return (row) => outside(values[row - from]!);
    }
    const read = this.whole.get(column) ?? table.numbers(column);
    this.whole.set(column, read);
    const [values, unreadable] = [await read, new Set(await table.notNumbers(column))];
    return (row) => outside(values[row]!) || unreadable.has(row);
  }

  private async oddLevels(input: LevelInput): Promise<(row: number) => boolean> {
    const { codes, meanings, indices, others } = await this.levels.of(input);
    const unknown = (code: number) => {
      if (input.kind === 'oneHot') return indices[code]! < 0 && (others === null || others[code]! < 0);
      return meanings.every((meaning) => Number.isNaN(meaning[code]));
    };
    return (row) => codes[row]! >= 0 && unknown(codes[row]!);
  }
}
