// Writes a regular copy of an irregular file for DuckDB: UTF-8, LF, only rows, all with the same number of fields. So our own
// code, not DuckDB's parser, decides how stray quotes and short rows are read.
import { open } from 'node:fs/promises';
import type { SourceFile } from '../source/sourceFile.ts';
import { pieceBytes, utf8Pieces } from '../source/utf8Pieces.ts';
import type { CutRecord } from './cutRecord.ts';
import { fieldText } from './fields.ts';
import { RecordCutter } from './recordCutter.ts';
import { isRead, RecordClassifier } from './recordKind.ts';
import type { Cut, Scan } from './scan.ts';
import { type Syntax, usualSyntax } from './syntax.ts';

/** Writes the copy to `path`, which must not exist. The caller removes it. */
export async function writeRegularCopy(
  source: SourceFile,
  { layout, footnotesFrom }: Scan,
  path: string,
  signal?: AbortSignal,
): Promise<void> {
  const out = await open(path, 'wx', 0o600);
  try {
    const classifier = new RecordClassifier(layout, footnotesFrom);
    let pending: Uint8Array[] = [];
    let pendingBytes = 0;
    const cutter = new RecordCutter(layout.syntax, layout.columns, (record) => {
      if (!isRead(classifier.kindOf(record))) return undefined;
      const line = regularLine(record, layout.columns, layout.syntax);
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

/** The settings that cut the copy. */
export function copyCut(scan: Scan): Cut {
  return { ...scan, layout: { ...scan.layout, syntax: usualSyntax }, crlf: false };
}

const copyDelimiter = usualSyntax.delimiter!;
const newline = 0x0a;
const doubleQuote = 0x22;

function regularLine(
  record: CutRecord,
  columns: number,
  { delimiter, quote, spaced, collapsed }: Syntax,
): Buffer {
  const { bytes, start, end, ends } = record;
  const fields = Math.min(record.fields, columns);
  const used = record.fields > columns ? ends[columns - 1]! : end;
  const written = bytes.subarray(start, used);
  const same = delimiter === copyDelimiter && (quote === '"' || quote === null) && !spaced && !collapsed;
  if (columns > 1 && same && !written.includes(doubleQuote)) {
    const line = Buffer.alloc(written.length + (columns - fields) + 1, copyDelimiter);
    line.set(written);
    line[line.length - 1] = newline;
    return line;
  }
  const texts = Array.from({ length: columns }, (_, i) =>
    i < fields ? quotedField(fieldText(record, i)) : '',
  );
  return Buffer.from(`${texts.join(copyDelimiter)}\n`);
}

function quotedField(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
