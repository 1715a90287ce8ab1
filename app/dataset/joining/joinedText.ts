// Writes the rows of several tables into one text, one file below the other: one header, one delimiter, and a first column that
// says the file. Rows whose form is that of the text already are copied as lines, in a tenth of the time.
import { type FileHandle, open } from 'node:fs/promises';
import type { Dialect } from '../../contract/table/reading.ts';
import { throwWriteError } from '../resources/temporaryFolder.ts';
import type { Table } from '../table/table.ts';
import { isMissing } from '../values/spelling.ts';
import { numbersAs } from './numberForm.ts';

export interface JoinedForm {
  delimiter: string;
  /** How the numbers of the text are written. */
  numbers: Pick<Dialect, 'decimal' | 'thousands'>;
  /** The columns of the files, in order, without that of the files. */
  names: readonly string[];
}

/** The delimiter of the text: that of the first file if it is a usual one. */
export function joinedDelimiter({ delimiter }: Dialect): string {
  return delimiter !== null && [',', ';', '\t', '|'].includes(delimiter) ? delimiter : ',';
}

export class JoinedText {
  private readonly file: FileHandle;
  private readonly form: JoinedForm;

  private constructor(file: FileHandle, form: JoinedForm) {
    this.file = file;
    this.form = form;
  }

  /** `path` must not exist. Rejects with AppError disk_full or disk_write_failed. */
  static async begin(path: string, form: JoinedForm, fileColumn: string): Promise<JoinedText> {
    const file = await open(path, 'wx', 0o600).catch(throwWriteError);
    const text = new JoinedText(file, form);
    await text.write([text.line([fileColumn, ...form.names])]);
    return text;
  }

  /** Adds the rows of a file; returns how many numbers were written in another way than in the file. */
  async add(name: string, table: Table, signal?: AbortSignal): Promise<number> {
    const lines = this.takesLines(table) ? table.allLines() : null;
    if (lines === null) return this.addCells(name, table, signal);
    const start = field(name, this.form.delimiter) + this.form.delimiter;
    for await (const piece of lines) {
      signal?.throwIfAborted();
      await this.write(piece.map((line) => start + line));
    }
    return 0;
  }

  async close(): Promise<void> {
    await this.file.close();
  }

  private takesLines(table: Table): boolean {
    const { delimiter, names, numbers } = this.form;
    const own = table.columns.map((column) => column.name);
    return (
      table.dialect.delimiter === delimiter &&
      numbersAs(table.dialect, numbers) === null &&
      own.length === names.length &&
      own.every((name, i) => name === names[i])
    );
  }

  private async addCells(name: string, table: Table, signal?: AbortSignal): Promise<number> {
    const places = this.form.names.map((column) => table.columns.findIndex((own) => own.name === column));
    const change = numbersAs(table.dialect, this.form.numbers);
    const changing = places.map((at) => change !== null && table.columns[at]?.type === 'number');
    const missing = table.reading.missing?.map((text) => text.trim().toLowerCase());
    const spellings = missing === undefined ? undefined : new Set(missing);
    let changed = 0;
    for await (const rows of table.allCells()) {
      signal?.throwIfAborted();
      const lines = rows.map((cells) => {
        const own = places.map((at, k) => {
          const text = cells[at] ?? '';
          if (!changing[k] || text === '' || isMissing(text, spellings)) return text;
          const other = change!(text);
          if (other !== text) changed++;
          return other;
        });
        return this.line([name, ...own]);
      });
      await this.write(lines);
    }
    return changed;
  }

  private line(cells: readonly string[]): string {
    return cells.map((cell) => field(cell, this.form.delimiter)).join(this.form.delimiter);
  }

  private async write(lines: readonly string[]): Promise<void> {
    if (lines.length > 0) await this.file.writeFile(`${lines.join('\n')}\n`).catch(throwWriteError);
  }
}

const special = /["\r\n]/;

function field(text: string, delimiter: string): string {
  return text.includes(delimiter) || special.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
