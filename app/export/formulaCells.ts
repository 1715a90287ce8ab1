// Cells of CSV text that a spreadsheet would compute as a formula: those that begin with = @ tab or a carriage return, or with + or -
// where no number follows. An apostrophe before them makes a spreadsheet show them as text (OWASP, CSV injection). A number keeps its
// sign, also with a unit (`-5 kg`), and so do signs alone (`-`), which mean missing in many tables.

const formulaStarts: ReadonlySet<number> = new Set(Array.from('=+-@\t\r', (sign) => sign.charCodeAt(0)));
/** Behind a sign: a number with perhaps a currency before it and a unit behind it, or nothing but signs. No brackets, quotes or
 *  exclamation marks, without which a formula calls nothing. */
const number =
  "[ ]?(?:[A-Z]{0,2}\\p{Sc}|[A-Z]{3} )?[ ]?(?:\\d[\\d.,'’\\u00a0\\u202f ]*|[.,]\\d+)(?:[eE][+-]?\\d+)?[ ]?[\\p{L}\\p{Sc}%‰°′″²³/· ]{0,12}[23]?";
const harmless = `(?:${number}|[+-]*)`;
const signedNumber = new RegExp(`^[+-]${harmless}$`, 'u');

function beginsFormula(cell: string): boolean {
  if (!formulaStarts.has(cell.charCodeAt(0))) return false;
  const signed = cell.startsWith('+') || cell.startsWith('-');
  return !signed || !signedNumber.test(cell);
}

/** Makes cells harmless, and counts those that it changed. */
export class FormulaCells {
  count = 0;
  private readonly delimiter: string;
  private readonly suspect: RegExp;

  constructor(delimiter = ',') {
    this.delimiter = delimiter;
    const between = `[${delimiter === '\t' ? '\\t' : `\\u{${delimiter.codePointAt(0)!.toString(16)}}`}]`;
    const end = `"?(?:${between}|$)`;
    const other = delimiter === '\t' ? '[=@\\r]' : '[=@\\t\\r]';
    this.suspect = new RegExp(`(?:^|${between})"?(?:${other}|[+-](?!${harmless}${end}))|"\\t`, 'u');
  }

  /** The text of one cell, not quoted yet. */
  cell<Text extends string | null>(text: Text): Text | string {
    if (text === null || !beginsFormula(text)) return text;
    this.count += 1;
    return `'${text}`;
  }

  /** A line of cells in which only those with a delimiter or a quote are quoted. */
  line(line: string): string {
    return this.suspect.test(line) ? this.guarded(line) : line;
  }

  private guarded(line: string): string {
    let text = '';
    for (let at = 0; at <= line.length; ) {
      const close = line[at] === '"' ? closingQuote(line, at) : -1;
      const quoted = close > 0;
      const end = quoted ? close + 1 : line.indexOf(this.delimiter, at);
      const to = end < at ? line.length : end;
      const raw = quoted ? line.slice(at + 1, to - 1) : line.slice(at, to);
      const safe = this.cell(raw);
      text += quoted ? `"${safe}"` : safe;
      if (to >= line.length) break;
      text += this.delimiter;
      at = to + 1;
    }
    return text;
  }
}

/** Where the field that begins with the quote at `open` ends; -1 where it does not. */
function closingQuote(line: string, open: number): number {
  let close = line.indexOf('"', open + 1);
  while (close >= 0 && line[close + 1] === '"') close = line.indexOf('"', close + 2);
  return close;
}
