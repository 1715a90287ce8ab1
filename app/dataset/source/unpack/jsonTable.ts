// Writes JSON as CSV: each record is a row, each key a column in the order in which the keys first appear.
import { open } from 'node:fs/promises';
import { AppError } from '../../../contract/issues/errors.ts';
import { throwWriteError } from '../../resources/temporaryFolder.ts';
import type { OpenFile } from '../openFile.ts';
import type { UnpackRequest } from '../unpacker/unpackerPort.ts';
import { unpackRefused } from '../unpacker/unpackRefused.ts';
import { csvField } from './csvField.ts';
import { readFields } from './jsonFields.ts';
import { jsonRecords, NotJson } from './jsonRecords.ts';
import { sampleRows, writtenAtOnce } from './writeSizes.ts';

/** False if it is not JSON and its name does not say so. Rejects with AppError csv_unreadable, file_changed, unpack_refused, disk_*. */
export async function writeJson(
  file: OpenFile,
  request: UnpackRequest,
  onFraction: (fraction: number) => void,
): Promise<boolean> {
  try {
    const columns = new JsonColumns(request);
    // Again where later records have keys that the first one lacks.
    if (!(await writeRows(file, request, columns, onFraction)))
      await writeRows(file, request, columns, () => {});
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

/** False if it found more columns than there were when it wrote the header: what it has written is of no use then. */
async function writeRows(
  file: OpenFile,
  request: UnpackRequest,
  columns: JsonColumns,
  onFraction: (fraction: number) => void,
): Promise<boolean> {
  const out = await open(request.output, 'w', 0o600).catch(throwWriteError);
  let text = columns.size === 0 ? '' : columns.header;
  let rows = 0;
  let width = columns.size;
  const flush = async () => {
    await out.writeFile(text).catch(throwWriteError);
    text = '';
  };
  try {
    reading: for await (const records of jsonRecords(file, request, onFraction)) {
      for (const record of records) {
        const cells: Cell[] = [];
        readFields(record, (key, value) => {
          cells.push([columns.of(key), value ?? '']);
        });
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
  return width === columns.size;
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
