// Rows of a sheet as lines of a CSV, all with the same number of cells. One cell far to the right of the table does not make
// every row as long: columns in which no row has a cell are left out where they are many.
import { csvField } from './csvField.ts';
import { mostColumns, type SheetRow } from './sheetRows.ts';

/** Longer runs of columns without any cell are left out. Sheets have a few such columns between the parts of a table. */
const longestGap = 256;

/** Which columns of a sheet have cells. */
export class UsedColumns {
  private readonly used = new Uint8Array(mostColumns);
  private end = 0;
  /** Whether there is a run of columns without cells that is left out. */
  scattered = false;

  add({ columns }: SheetRow): void {
    for (const [i, column] of columns.entries()) {
      const before = Math.max(this.end, i === 0 ? 0 : columns[i - 1]! + 1);
      this.scattered ||= column - before > longestGap;
      this.used[column] = 1;
    }
    this.end = Math.max(this.end, (columns.at(-1) ?? -1) + 1);
  }

  /** For each column of the sheet its column in the text. */
  inText(): Uint16Array {
    const inText = new Uint16Array(mostColumns);
    let next = 0;
    for (let column = 0; column < this.end; column++) {
      const gap = this.used.indexOf(1, column) - column;
      if (gap > longestGap) column += gap;
      inText[column] = next++;
    }
    return inText;
  }
}

/** Collects lines; rows are padded to the longest previous row and to `atLeast` cells, except a title above the table: a row with
 *  one cell. */
export class SheetText {
  /** Cells of the longest row. */
  width = 0;
  /** Whether later rows are longer than earlier ones, which have too few cells then. */
  grew = false;
  /** Number of lines. */
  lines = 0;
  private begun = false;
  private text = '';

  constructor(
    private readonly inText: Uint16Array | null,
    private readonly atLeast: number,
  ) {}

  add({ number, columns, texts }: SheetRow): void {
    // Each row of the sheet is one line of the text, so that line numbers equal row numbers.
    const blank = number - 1 - this.lines;
    if (blank > 0) this.text += '\n'.repeat(blank);
    this.lines = Math.max(this.lines + 1, number);
    let cells = 0;
    for (const [i, column] of columns.entries()) {
      const target = this.inText === null ? column : this.inText[column]!;
      if (target > cells) this.text += emptyCells(target - cells, cells);
      this.text += (target === 0 ? '' : ',') + csvField(texts[i]!);
      cells = target + 1;
    }
    const widest = Math.max(this.width, this.atLeast);
    this.begun ||= cells > 1 || widest === 1;
    this.grew ||= this.begun && this.width > 0 && cells > widest;
    this.width = Math.max(this.width, cells);
    if (this.begun && widest > cells) this.text += emptyCells(widest - cells, cells);
    this.text += '\n';
  }

  /** Characters that wait to be taken. */
  get waiting(): number {
    return this.text.length;
  }

  /** The text since the last call. */
  take(): string {
    const { text } = this;
    this.text = '';
    return text;
  }
}

/** In quotes: a bare comma at the end of a line would not count as a cell. */
function emptyCells(count: number, before: number): string {
  return (before === 0 ? '""' : ',""') + ',""'.repeat(count - 1);
}
