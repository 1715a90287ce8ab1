// The SQL with which DuckDB reads a file. DuckDB detects nothing: the scan decides how to cut, and every option is set.

import type { Cut } from '../csv/scan.ts';
import { cutterOf } from '../csv/syntax.ts';
import { indices } from '../numbers/indices.ts';
import { filePattern, quoted } from '../resources/sqlText.ts';

/** Longest line in bytes unless the scan has found a longer one. */
const lineBytes = 256 * 1024;
/** Bytes that a thread reads at a time; each thread holds a few such buffers. */
const bufferBytes = 2 * 2 ** 20;

/** The longest line that DuckDB accepts when it reads by `cut`, in bytes. */
export function longestLine({ longest }: Cut): number {
  return Math.max(lineBytes, longest + 1_024);
}

/** SQL for a table of columns `c0`, `c1`, ... from the lines below the first `skip`: text, or double for those in `doubles`. */
export function readCsvSql(
  path: string,
  skip: number,
  cut: Cut,
  doubles: ReadonlySet<number> = new Set(),
): string {
  const { layout, quotedNewlines, crlf } = cut;
  const line = longestLine(cut);
  const options = [
    'auto_detect = false',
    `compression = 'none'`,
    `delim = ${quoted(cutterOf(layout.syntax))}`,
    `quote = '${layout.syntax.quote ?? ''}'`,
    `escape = '${layout.syntax.quote ?? ''}'`,
    // If told that lines end in CRLF, DuckDB 1.5.5 finds no row in strict mode; without the option it finds them.
    ...(crlf ? [] : [`new_line = '\\n'`]),
    'header = false',
    `skip = ${skip}`,
    'null_padding = false',
    'ignore_errors = false',
    'strict_mode = true',
    `max_line_size = ${line}`,
    `buffer_size = ${Math.max(bufferBytes, 2 * line)}`,
    `parallel = ${!quotedNewlines}`,
    `columns = {${indices(layout.columns).map((i) => `'c${i}': '${doubles.has(i) ? 'DOUBLE' : 'VARCHAR'}'`)}}`,
  ];
  return `read_csv(${quoted(filePattern(path))}, ${options.join(', ')})`;
}
