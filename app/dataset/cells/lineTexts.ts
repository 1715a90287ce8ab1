// The rows of a regular file as uncut lines of text, to write them out with more columns. As CSV writers do, a field is quoted
// only where it contains a delimiter or a quote.

import type { Scan } from '../csv/scan.ts';
import { linePieceBytes, linePieces } from '../source/linePieces.ts';
import { changedFile, type OpenFile, requireUnchanged } from '../source/openFile.ts';

/** null where a row may span several lines, or a line is too long. The generator throws AppError file_changed. */
export function lineTexts(source: OpenFile, scan: Scan): AsyncGenerator<string[]> | null {
  const { quotedNewlines, longest, layout } = scan;
  const { delimiter } = layout.syntax;
  if (quotedNewlines || longest >= linePieceBytes || delimiter === null) return null;
  return read(source, scan, delimiter);
}

async function* read(source: OpenFile, scan: Scan, delimiter: string): AsyncGenerator<string[]> {
  const end = scan.crlf ? '\r\n' : '\n';
  const enclosing = scan.layout.syntax.quote !== null;
  let rows = 0;
  for await (const { lines } of linePieces(source, scan.rowStarts[0] ?? 0)) {
    await requireUnchanged(source);
    if (lines === null) throw changedFile(source.fileName);
    const written = lines.includes(quote) ? (enclosing ? fewestQuotes : quotesAsText) : asItIs;
    const texts: string[] = [];
    for (const line of lines.toString().split(end)) if (line !== '') texts.push(written(line, delimiter));
    rows += texts.length;
    if (rows > scan.rows) throw changedFile(source.fileName);
    yield texts;
  }
  if (rows < scan.rows) throw changedFile(source.fileName);
}

const quote = '"';

function asItIs(line: string): string {
  return line;
}

/** Removes the quotes that are not needed from a line in which quotes enclose fields and are doubled inside. */
export function fewestQuotes(line: string, delimiter: string): string {
  let text = '';
  let done = 0;
  for (let open = line.indexOf(quote); open >= 0; ) {
    let close = line.indexOf(quote, open + 1);
    const needed = line[close + 1] === quote || line.slice(open + 1, close).includes(delimiter);
    while (close >= 0 && line[close + 1] === quote) close = line.indexOf(quote, close + 2);
    if (close < 0) return line;
    if (!needed) {
      text += line.slice(done, open) + line.slice(open + 1, close);
      done = close + 1;
    }
    open = line.indexOf(quote, close + 1);
  }
  return done === 0 ? line : text + line.slice(done);
}

/** Quotes the fields of a line in which quotes are ordinary characters. */
export function quotesAsText(line: string, delimiter: string): string {
  if (!line.includes(quote)) return line;
  const enclosed = (cell: string) => `"${cell.replaceAll(quote, '""')}"`;
  return line
    .split(delimiter)
    .map((cell) => (cell.includes(quote) ? enclosed(cell) : cell))
    .join(delimiter);
}
