// Comment lines: notes that programs write above a table, and rows that somebody commented out.

const signs = ['#', '%', '//'];
const linesLooked = 400;

export interface Comments {
  sign: string;
  /** The last comment above the table, without its sign: it may hold the column names. */
  lastAbove: string;
  /** How many comment lines are above the first record. */
  above: number;
}

/** The comments that the text begins with; null where the first line is a record. */
export function commentsAbove(text: string): Comments | null {
  const lines = text.split(/\r\n|[\r\n]/, linesLooked).filter((line) => line.trim() !== '');
  const sign = signs.find((one) => lines[0]?.startsWith(one));
  if (sign === undefined) return null;
  const above = lines.findIndex((line) => !line.startsWith(sign));
  if (above < 1) return null;
  return { sign, above, lastAbove: lines[above - 1]!.slice(sign.length) };
}

/** The sign of comment lines between the records of a table of `size` fields: `#`, if no full record begins with it; else null. */
export function commentBetween(records: string[][], size: number): string | null {
  if (size < 2) return null;
  const marked = records.filter(([first]) => first?.startsWith('#'));
  return marked.length > 0 && marked.every((fields) => fields.length < size) ? '#' : null;
}
