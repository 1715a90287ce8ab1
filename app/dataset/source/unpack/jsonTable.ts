// Writes JSON as CSV: each record is a row, each key a column in the order in which the keys first appear. A record that is a list has
// its columns in order; a first one of texts alone names them. A single object may hold the records (jsonShapes.ts).
import { open } from 'node:fs/promises';
import { AppError } from '../../../contract/issues/errors.ts';
import { throwWriteError } from '../../resources/temporaryFolder.ts';
import type { OpenFile } from '../openFile.ts';
import type { UnpackRequest } from '../unpacker/unpackerPort.ts';
import { unpackRefused } from '../unpacker/unpackRefused.ts';
import { csvField } from './csvField.ts';
import { rawParts, readFields, readItems } from './jsonFields.ts';
import { jsonRecords, NotJson } from './jsonRecords.ts';
import { recordsInside } from './jsonShapes.ts';
import { sampleRows, writtenAtOnce } from './writeSizes.ts';

/** False if it is not JSON and its name does not say so. Rejects with AppError csv_unreadable, file_changed, unpack_refused, disk_*. */
export async function writeJson(
  file: OpenFile,
  request: UnpackRequest,
  onFraction: (fraction: number) => void,
): Promise<boolean> {
  try {
    const records = (tell: typeof onFraction) => jsonRecords(file, request, tell);
    const only = await writeTable(records, request, onFraction);
    const inside = only === null ? null : recordsInside(only);
    if (inside !== null)
      await writeTable(
        () => [inside],
        request,
        () => {},
      );
    return true;
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    const { fileName } = file;
    if (!/\.(?:json|jsonl|ndjson|geojson)$/i.test(fileName)) return false;
    const reason = error.message;
    const sentence = `${fileName} cannot be read as a table: ${reason}. Save it again, or as CSV.`;
    throw new AppError('csv_unreadable', sentence, { file: fileName, reason });
  }
}

type Records = (tell: (fraction: number) => void) => AsyncIterable<string[]> | Iterable<string[]>;

/** Returns the record if there is only one. */
async function writeTable(
  records: Records,
  request: UnpackRequest,
  onFraction: (fraction: number) => void,
): Promise<string | null> {
  const columns = new JsonColumns(request);
  const first = await writeRows(records(onFraction), request, columns);
  // Again where later records have keys that the first one lacks.
  if (!first.complete)
    await writeRows(
      records(() => {}),
      request,
      columns,
    );
  return first.only;
}

/** Keys and their columns. */
class JsonColumns {
  private readonly columns = new Map<string, number>();
  private readonly request: UnpackRequest;

  constructor(request: UnpackRequest) {
    this.request = request;
  }

  get size(): number {
    return this.columns.size;
  }

  get header(): string {
    return lineOf(
      [...this.columns.keys()].map((name, column) => [column, name]),
      this.size,
    );
  }

  of(key: string): number {
    const known = this.columns.get(key);
    if (known !== undefined) return known;
    if (this.size === this.request.limits.columns) throw unpackRefused(this.request, 'columns');
    this.columns.set(key, this.size);
    return this.size - 1;
  }
}

interface Written {
  /** False if it found more columns than there were when it wrote the header: what it has written is of no use then. */
  complete: boolean;
  /** The record, if there is only one. */
  only: string | null;
}

async function writeRows(
  pieces: AsyncIterable<string[]> | Iterable<string[]>,
  request: UnpackRequest,
  columns: JsonColumns,
): Promise<Written> {
  const out = await open(request.output, 'w', 0o600).catch(throwWriteError);
  let text = columns.size === 0 ? '' : columns.header;
  let rows = 0;
  let width = columns.size;
  let only: string | null = null;
  const cellsOf = new RecordCells(columns);
  const flush = async () => {
    await out.writeFile(text).catch(throwWriteError);
    text = '';
  };
  try {
    reading: for await (const records of pieces) {
      for (const record of records) {
        const cells = cellsOf.of(record);
        if (cells === null) continue;
        only = rows === 0 ? record : null;
        if (rows++ === 0 && width === 0) {
          width = columns.size;
          text = columns.header;
        }
        if (width === columns.size) text += lineOf(cells, width);
        if (text.length > writtenAtOnce) await flush();
        if (request.sample && rows === sampleRows) break reading;
      }
    }
    await flush();
  } finally {
    await out.close();
  }
  if (columns.size === 0) throw new NotJson('its records are empty');
  return { complete: width === columns.size, only };
}

/** The cells of one record after the other. */
class RecordCells {
  private readonly columns: JsonColumns;
  /** The names of lists' columns; null before the first list. */
  private names: string[] | null = null;

  constructor(columns: JsonColumns) {
    this.columns = columns;
  }

  /** null for a list that names the columns. */
  of(record: string): Cell[] | null {
    const cells: Cell[] = [];
    if (record.startsWith('{')) {
      readFields(record, (key, value) => {
        cells.push([this.columns.of(key), value ?? '']);
      });
      return cells;
    }
    if (this.names === null) {
      this.names = namesIn(record);
      for (const name of this.names) this.columns.of(name);
      if (this.names.length > 0) return null;
    }
    const { names } = this;
    readItems(record, (index, value) => {
      cells.push([this.columns.of(names[index] ?? `column_${index + 1}`), value ?? '']);
    });
    return cells;
  }
}

/** The names in a list of different texts; empty for another list. */
function namesIn(list: string): string[] {
  const parts = rawParts(list).map(([, value]) => value);
  const names: string[] = [];
  readItems(list, (_index, value) => names.push(value ?? ''));
  const areNames = parts.every((value) => value.startsWith('"')) && new Set(names).size === names.length;
  return areNames && names.every((name) => name.trim() !== '') ? names : [];
}

type Cell = [column: number, text: string];

/** The last one counts where a key comes twice. A line is blank only where there is no row. */
function lineOf(cells: Cell[], width: number): string {
  // Keys mostly come in the order of the columns.
  if (cells.some(([column], i) => i > 0 && column <= cells[i - 1]![0])) cells = inOrder(cells);
  let line = '';
  let at = 0;
  for (const [column, text] of cells) {
    if (column > at) line += ','.repeat(column - at);
    line += csvField(text);
    at = column;
  }
  if (width === 1 && line === '') return '""\n';
  return `${line}${','.repeat(Math.max(0, width - 1 - at))}\n`;
}

function inOrder(cells: Cell[]): Cell[] {
  return [...new Map(cells)].sort(([a], [b]) => a - b);
}
