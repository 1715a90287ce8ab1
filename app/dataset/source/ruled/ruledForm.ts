// Tables drawn with lines of text: Markdown (`|---|`), and what psql, mysql and other programs print (`+---+`, `---+---`). Finds such a
// table in the first lines of a text, and turns a line of it into cells with `|` between. A line drawn becomes a blank one, so that every
// row stays on its own line.

/** `edged`: each row begins and ends with `|`. */
export type RuledForm = 'edged' | 'open';

const edgedRule = /^\s*\|(?:\s*:?-+:?\s*\|)+\s*$/;
const boxRule = /^\s*\+(?:[-=]+\+)+\s*$/;
const openRule = /^\s*:?-{3,}:?\s*(?:[|+]\s*:?-{2,}:?\s*)+$/;
/** What psql and mysql print below a table. */
const countOfRows = /^\s*(?:\(\d+ rows?\)|(?:\d+ rows?|empty set) in set.*)\s*$/i;

/** null where the text holds no such table. `lines` are the first lines of the text, without line ends. */
export function ruledForm(lines: readonly string[]): RuledForm | null {
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const [before, after] = [lines[i - 1] ?? '', lines[i + 1] ?? ''];
    if (edgedRule.test(line) && isEdged(before) && cellsOf(before).length === cellsOf(line).length)
      return 'edged';
    if (boxRule.test(line) && (isEdged(before) || isEdged(after))) return 'edged';
    if (openRule.test(line) && before.includes('|') && !isEdged(before))
      if (partsOf(before).length === line.split(/[|+]/).length) return 'open';
  }
  return null;
}

/** Whether a line is drawn, or counts the rows. */
export function isDrawn(line: string, form: RuledForm): boolean {
  if (countOfRows.test(line)) return true;
  return form === 'edged' ? edgedRule.test(line) || boxRule.test(line) : openRule.test(line);
}

/** The line as a record with `|` as delimiter; a line that is no row stays as it is. */
export function recordOf(line: string, form: RuledForm): string {
  if (form === 'edged' ? !isEdged(line) : !line.includes('|')) return line;
  return (form === 'edged' ? cellsOf(line) : partsOf(line)).map(quotedCell).join('|');
}

function isEdged(line: string): boolean {
  return /^\s*\|.*\|\s*$/.test(line);
}

function cellsOf(line: string): string[] {
  return partsOf(line.trim().slice(1, -1));
}

/** `\|` is no edge. */
function partsOf(line: string): string[] {
  return line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
}

function quotedCell(cell: string): string {
  return /["|]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
