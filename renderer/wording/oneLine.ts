// The text of a cell as it can stand on one line.

/** Of the column's text more is not put into the page; a cell may hold a megabyte. */
const longest = 300;

/** Line ends become a sign, and what is too long is cut off. */
export function lineOf(value: string): string {
  const start = value.length > longest ? `${value.slice(0, longest)}…` : value;
  return start.replace(/\r\n|\r|\n/g, '↵');
}
