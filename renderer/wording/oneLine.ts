// The text of a cell, or the name of a column or a class, as it can stand on one line and within a sentence.

/** Of the column's text more is not put into the page; a cell may hold a megabyte. */
const longest = 300;

/** Line ends become a sign, and what is too long is cut off. */
export function lineOf(value: string): string {
  const start = value.length > longest ? `${value.slice(0, longest)}…` : value;
  return start.replace(/\r\n|\r|\n/g, '↵');
}

/** In a sentence a longer name would hide what is said of it. */
const longestName = 60;
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;

/** A name within a sentence: cut off, and where it has letters that run from right to left, isolated so that the words and numbers
 *  around it keep their order (Unicode's first strong isolate). */
export function nameInSentence(name: string): string {
  const signs = [...new Intl.Segmenter().segment(name.slice(0, longest))];
  const short =
    signs.length > longestName
      ? `${signs
          .slice(0, longestName)
          .map(({ segment }) => segment)
          .join('')}…`
      : name;
  const line = lineOf(short);
  return rightToLeft.test(line) ? `\u2068${line}\u2069` : line;
}
