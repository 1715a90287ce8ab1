// A table's own cells and predictions as added columns -> CSV text in pieces. The cells are unchanged, except that those which a
// spreadsheet would compute as a formula get an apostrophe if the caller wants that.
import { stringify } from 'csv-stringify/sync';
import type { FormulaCells } from './formulaCells.ts';
import { freeNames } from './freeNames.ts';

type Cells = readonly (string | null)[];
type InTurn<Piece> = AsyncIterable<Piece> | Iterable<Piece>;

export interface AddedColumn {
  name: string;
  /** The text for a row of the piece, counted from 0. */
  cell: (row: number) => string;
}

/** The added columns of consecutive rows. */
export interface AddedPiece {
  rows: number;
  columns: readonly AddedColumn[];
}

/** First the header, then the rows in order: pieces of cells (null for a missing cell), or of lines with the same content,
 *  which are copied in a tenth of the time. `added` has at least one piece and covers all rows, in pieces of any size. Lines
 *  end with \n. If the table already has an added name, the name gets a number. `formulas` makes cells harmless and counts
 *  them; null leaves all as they are. */
export async function* predictionsCsv(input: {
  header: readonly string[];
  rows: InTurn<readonly Cells[] | readonly string[]>;
  added: InTurn<AddedPiece>;
  delimiter?: string;
  formulas?: FormulaCells | null;
}): AsyncGenerator<string> {
  const { header, rows, added, delimiter = ',', formulas = null } = input;
  const safe = (cells: Cells) => (formulas === null ? cells : cells.map((cell) => formulas.cell(cell)));
  const write = (lines: readonly Cells[]) =>
    stringify(lines.map(safe), { delimiter, record_delimiter: '\n' });
  const beside = new Beside(added);
  try {
    const names = freeNames(header, await beside.names());
    yield write([[...header, ...names]]);
    for await (const piece of rows) {
      for (let from = 0; from < piece.length; ) {
        const { columns, first, count } = await beside.next(piece.length - from);
        const own = piece.slice(from, from + count);
        yield areLines(own)
          ? linesWith(own, columns, first, delimiter, formulas)
          : write(own.map((cells, i) => [...cells, ...columns.map(({ cell }) => cell(first + i))]));
        from += count;
      }
    }
  } finally {
    await beside.close();
  }
}

/** Reads the added columns, as many rows at a time as requested. */
class Beside {
  private readonly pieces: AsyncIterator<AddedPiece> | Iterator<AddedPiece>;
  private piece: AddedPiece = { rows: 0, columns: [] };
  private taken = 0;

  constructor(added: InTurn<AddedPiece>) {
    this.pieces = Symbol.asyncIterator in added ? added[Symbol.asyncIterator]() : added[Symbol.iterator]();
  }

  /** Names of the columns; call it first. */
  async names(): Promise<string[]> {
    await this.takePiece();
    return this.piece.columns.map(({ name }) => name);
  }

  /** The columns of at most `most` next rows, the index of the first row, and their count. */
  async next(most: number): Promise<{ columns: readonly AddedColumn[]; first: number; count: number }> {
    while (this.taken === this.piece.rows) await this.takePiece();
    const first = this.taken;
    const count = Math.min(most, this.piece.rows - first);
    this.taken += count;
    return { columns: this.piece.columns, first, count };
  }

  private async takePiece(): Promise<void> {
    const { done, value } = await this.pieces.next();
    if (done) throw new RangeError('some rows have no predictions');
    this.piece = value;
    this.taken = 0;
  }

  async close(): Promise<void> {
    await this.pieces.return?.();
  }
}

function areLines(rows: readonly Cells[] | readonly string[]): rows is readonly string[] {
  return typeof rows[0] === 'string';
}

function linesWith(
  lines: readonly string[],
  columns: readonly AddedColumn[],
  first: number,
  delimiter: string,
  formulas: FormulaCells | null,
): string {
  let text = '';
  for (const [i, line] of lines.entries()) {
    text += formulas === null ? line : formulas.line(line);
    for (const { cell } of columns) {
      const own = cell(first + i);
      text += delimiter + field(formulas === null ? own : formulas.cell(own), delimiter);
    }
    text += '\n';
  }
  return text;
}

const special = /["\r\n]/;

/** The same text as csv-stringify, which takes ten times as long. `delimiter` must be one character. */
function field(text: string, delimiter: string): string {
  return text.includes(delimiter) || special.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
