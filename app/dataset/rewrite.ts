// A regular copy of an irregular file for DuckDB: UTF-8, LF, rows only, each with the same number of fields. Deciding here what
// a stray quote or a short row means keeps that from depending on a parser's options.
import { open } from 'node:fs/promises';
import { type CutRecord, fieldText, RecordCutter } from './records.ts';
import { RowSorter, type Scan } from './scan.ts';
import { pieceBytes, type SourceFile } from './sourceFile.ts';
import { utf8Pieces } from './utf8Pieces.ts';

/** Writes the copy to `path`, which must not exist. The caller removes it. */
export async function writeRegularCopy(
  source: SourceFile,
  { layout }: Scan,
  path: string,
  signal?: AbortSignal,
): Promise<void> {
  const out = await open(path, 'wx', 0o600);
  try {
    const sorter = new RowSorter(layout);
    let pending: Uint8Array[] = [];
    let pendingBytes = 0;
    const cutter = new RecordCutter(layout.cutter, (record) => {
      const place = sorter.sort(record);
      if (place !== 'row' && place !== 'short' && place !== 'trimmed') return undefined;
      const line = regularLine(record, layout.columns, layout.cutter);
      pending.push(line);
      pendingBytes += line.length;
      return undefined;
    });
    for await (const { utf8, fraction } of utf8Pieces(source, signal)) {
      cutter.push(utf8, fraction === 1);
      if (pendingBytes < pieceBytes && fraction < 1) continue;
      await out.writeFile(Buffer.concat(pending, pendingBytes));
      pending = [];
      pendingBytes = 0;
    }
  } finally {
    await out.close();
  }
}

const newline = 0x0a;
const quote = 0x22;

function regularLine(record: CutRecord, columns: number, delimiter: string): Buffer {
  const { bytes, start, end, ends } = record;
  const fields = Math.min(record.fields, columns);
  const used = record.fields > columns ? ends[columns - 1]! : end;
  const written = bytes.subarray(start, used);
  if (columns > 1 && !written.includes(quote)) {
    const line = Buffer.alloc(written.length + (columns - fields) + 1, delimiter);
    line.set(written);
    line[line.length - 1] = newline;
    return line;
  }
  const texts = Array.from({ length: columns }, (_, i) =>
    i < fields ? quotedField(fieldText(record, i)) : '',
  );
  return Buffer.from(`${texts.join(delimiter)}\n`);
}

function quotedField(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
