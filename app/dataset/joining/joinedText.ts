// Writes the rows of several tables into one text, one file below the other: one header, one delimiter, and a first column that
// says the file. Rows whose form is that of the text already are copied as lines, in a tenth of the time.
import { type FileHandle, open } from 'node:fs/promises';
import type { Dialect } from '../../contract/table/reading.ts';
import type { Unit } from '../../contract/table/unit.ts';
import { throwWriteError } from '../resources/temporaryFolder.ts';
import type { Table } from '../table/table.ts';
import { numberOf } from '../values/spelling.ts';
import { isSameForm, type NumberForm } from './numberForm.ts';

export interface JoinedForm {
  delimiter: string;
  /** How the numbers of the text are written. */
  numbers: NumberForm;
  /** The units of its columns of numbers; cells without the unit count too. */
  units: ReadonlyMap<string, Unit>;
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

  /** Whether every number of the table means the same in the text. */
  private takesLines(table: Table): boolean {
    const { delimiter, names, numbers, units } = this.form;
    const own = table.columns.map((column) => column.name);
    return (
      table.dialect.delimiter === delimiter &&
      isSameForm(table.dialect, numbers) &&
      !table.ownForms &&
      units.size === 0 &&
      own.length === names.length &&
      own.every((name, i) => name === names[i])
    );
  }

  private async addCells(name: string, table: Table, signal?: AbortSignal): Promise<number> {
    const { names } = this.form;
    const places = names.map((column) => table.columns.findIndex((own) => own.name === column));
    const values: (Float64Array | null)[] = [];
    for (const [k, at] of places.entries())
      values.push(table.columns[at]!.type === 'number' ? await table.numbers(names[k]!) : null);
    let changed = 0;
    let row = 0;
    for await (const rows of table.allCells()) {
      signal?.throwIfAborted();
      const lines = rows.map((cells) => {
        const own = places.map((at, k) => {
          const text = cells[at] ?? '';
          const value = values[k]?.[row];
          if (text === '' || value === undefined) return text;
          const other = this.numberText(text, value, names[k]!);
          if (other !== text && other !== '') changed++;
          return other;
        });
        row++;
        return this.line([name, ...own]);
      });
      await this.write(lines);
    }
    return changed;
  }

  /** The cell of a number column as the text needs it: as it stands where it means the same number there, else the number; empty
   *  where it is no number in its file but would be one in the text. */
  private numberText(text: string, value: number, column: string): string {
    const { numbers, units } = this.form;
    const unit = units.get(column);
    const bare = unit === undefined ? text : text.replace(unit.text, '');
    const there = numberOf(bare, numbers);
    if (Number.isNaN(value)) return there === null ? text : '';
    if (there === value) return text;
    const shortest = String(value);
    return numbers.decimal === '.' ? shortest : shortest.replace('.', ',');
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
