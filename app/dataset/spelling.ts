// How a cell's text is understood: as missing, as a number, as yes or no, as a date. Pure functions of text; the rules that
// run over millions of cells as SQL (numberSql) are written beside the ones in TypeScript that they must agree with.

/** Largest magnitude that float32 holds; beyond it a number would become infinite in a tensor. */
export const float32Max = 3.4028234663852886e38;

/** Spellings that stand in for a value, compared trimmed and in lower case. `None` is not among them: it is a level of many
 *  surveys. */
export const missingSpellings: ReadonlySet<string> = new Set([
  'na',
  'n/a',
  '#n/a',
  '#na',
  '<na>',
  'null',
  'nan',
  '-nan',
  '-',
  '--',
  '?',
  '.',
  '결측',
  '결측치',
]);

/** White space that people and spreadsheets leave around a value, the no-break space included. */
export const blanks = ' \t\r\n\u00a0\u3000\ufeff';
const blankEnds = /^[ \t\r\n\u00a0\u3000\ufeff]+|[ \t\r\n\u00a0\u3000\ufeff]+$/g;

export function trimmed(text: string): string {
  return text.replace(blankEnds, '');
}

export function isMissing(text: string): boolean {
  const bare = trimmed(text);
  return bare === '' || missingSpellings.has(bare.toLowerCase());
}

const plain = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const commaThousands = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;
const dotThousands = /^[+-]?\d{1,3}(?:\.\d{3})+(?:,\d*)?$/;

export type Decimal = '.' | ',';

/** The number a cell spells, null where it spells none; may be infinite (`1e400`). */
export function numberOf(text: string, decimal: Decimal): number | null {
  let bare = trimmed(text);
  if (decimal === '.') {
    if (bare.includes(',')) {
      if (!commaThousands.test(bare)) return null;
      bare = bare.replaceAll(',', '');
    }
  } else {
    if (bare.includes('.')) {
      if (!dotThousands.test(bare)) return null;
      bare = bare.replaceAll('.', '');
    }
    bare = bare.replace(',', '.');
  }
  return plain.test(bare) ? Number(bare) : null;
}

/** Characters that occur in a file's cells and could make a number of a cell that DuckDB's cast reads otherwise. */
export interface NumberMarks {
  commas: boolean;
  underscores: boolean;
}

/** SQL for `numberOf` over the text column `cell`: a DOUBLE, NULL where there is no number; `-inf` and `-nan` come through as
 *  they are. Nothing that begins with a letter is a number, which spares most casts of text; DuckDB's cast would read `1_000`.
 *  What cannot occur is not asked for: 5,000 columns take DuckDB three times as long to plan with all the cases. */
export function numberSql(cell: string, decimal: Decimal, marks: NumberMarks): string {
  const bare = `trim(${cell}, ${quoted(blanks)})`;
  const cases = [`WHEN ${cell} >= ':' THEN NULL`];
  if (marks.underscores) cases.push(`WHEN contains(${cell}, '_') THEN NULL`);
  if (decimal === ',') {
    cases.push(`WHEN contains(${cell}, '.') THEN
        CASE WHEN regexp_full_match(${bare}, '[+-]?[0-9]{1,3}(\\.[0-9]{3})+(,[0-9]*)?')
          THEN replace(replace(${bare}, '.', ''), ',', '.') END
      WHEN contains(${cell}, ',') THEN
        CASE WHEN regexp_full_match(${bare}, '[+-]?([0-9]+,?[0-9]*|,[0-9]+)([eE][+-]?[0-9]+)?')
          THEN replace(${bare}, ',', '.') END`);
  } else if (marks.commas) {
    cases.push(`WHEN contains(${cell}, ',') THEN
        CASE WHEN regexp_full_match(${bare}, '[+-]?[0-9]{1,3}(,[0-9]{3})+(\\.[0-9]*)?')
          THEN replace(${bare}, ',', '') END`);
  }
  return `TRY_CAST(CASE ${cases.join(' ')} ELSE ${cell} END AS DOUBLE)`;
}

/** SQL that tells numbers from all else in the text column `cell`: NULL where it is empty, NaN where it is no number, else what
 *  `numberSql` gives (which takes groups of thousands, too); only `underscores` of the marks matters. */
export function plainNumberSql(cell: string, decimal: Decimal, { underscores }: NumberMarks): string {
  const odd = [`${cell} >= ':'`];
  if (underscores) odd.push(`contains(${cell}, '_')`);
  if (decimal === ',') odd.push(`contains(${cell}, '.')`);
  const text = decimal === ',' ? `replace(${cell}, ',', '.')` : cell;
  const number = `TRY_CAST(CASE WHEN ${odd.join(' OR ')} THEN NULL ELSE ${text} END AS DOUBLE)`;
  return `CASE WHEN ${cell} IS NOT NULL THEN coalesce(${number}, 'NaN'::DOUBLE) END`;
}

/** Whether a cell spells infinity in letters. */
export function isInfinite(text: string): boolean {
  return /^[+-]?inf(?:inity)?$/i.test(trimmed(text));
}

/** Whether the cells of a column that mean numbers use a comma for the decimal point. `1,234` alone may be either: it counts
 *  for the comma only where some cell cannot be grouped thousands and none has a decimal point. */
export function decimalOf(cells: Iterable<string>): Decimal {
  let comma = 0;
  let point = 0;
  for (const cell of cells) {
    const bare = trimmed(cell);
    if (/^[+-]?\d+\.\d+$/.test(bare) && !dotThousands.test(bare)) point++;
    else if (/^[+-]?(?:\d+,\d+|\d{1,3}(?:\.\d{3})+,\d+)$/.test(bare) && !commaThousands.test(bare)) comma++;
  }
  return comma > point ? ',' : '.';
}

/** true or false for a yes/no spelling in any case, else null. */
export function truthOf(text: string): boolean | null {
  const bare = trimmed(text).toLowerCase();
  if (bare === 'true' || bare === 'yes') return true;
  if (bare === 'false' || bare === 'no') return false;
  return null;
}

const clock = String.raw`\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s?[ap]\.?m\.?)?`;
const zone = String.raw`(?:\s?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?`;
const month = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\\.?';
const days = [
  String.raw`\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?\.?`,
  String.raw`\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})`,
  String.raw`${month}\s\d{1,2}(?:,?\s\d{4})?`,
  String.raw`${month}\s\d{4}`,
  String.raw`\d{1,2}[\s-]${month}[\s-]\d{2,4}`,
  String.raw`\d{4}년(?:\s?\d{1,2}월(?:\s?\d{1,2}일)?)?`,
  String.raw`\d{4}\.\s?\d{1,2}\.\s?\d{1,2}\.?`,
];
const date = new RegExp(
  `^(?:(?:${days.join('|')})(?:[T\\s,]\\s?${clock}${zone})?|${clock}|(?:오전|오후)\\s?${clock})$`,
  'i',
);

/** Whether a cell looks like a date, a time or both; `2024.05` and whole numbers count as numbers, so ask for those first. */
export function isDate(text: string): boolean {
  const bare = trimmed(text);
  return bare.length <= 40 && date.test(bare);
}

/** A text as an SQL literal. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Orders by code point, as UTF-8 bytes do and UTF-16 units do not. */
export function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
