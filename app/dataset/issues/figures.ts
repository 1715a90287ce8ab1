// Numbers and cells as the English sentences of issues show them.

/** From here on a number is shown with an exponent. */
const large = 1e12;
/** Characters of a cell, as a person counts them. */
const longest = 40;
let characters: Intl.Segmenter | undefined;

/** At most four significant digits; whole numbers keep all digits unless they are shown with an exponent. */
export function rounded(value: number): number {
  return Number.isInteger(value) && Math.abs(value) < large ? value : Number(value.toPrecision(4));
}

/** With the digits in groups of three: 4,295,557; very large and very small ones with an exponent: 1e+12. */
export function grouped(value: number): string {
  const size = Math.abs(value);
  if (size >= large || (size < 1e-6 && size > 0)) return Number(value.toPrecision(4)).toExponential();
  // No digits to group; the first formatter of a process takes 15 ms.
  if (size < 1_000) return String(Number(value.toPrecision(15)));
  return value.toLocaleString('en', { maximumSignificantDigits: 15 });
}

/** The value of an issue whose sentence shows it by `grouped`, so that other languages show the same. */
export function asGrouped(value: number): number {
  return Math.abs(value) < large ? value : rounded(value);
}

/** A cell, cut off where it is long. */
export function shortened(text: string): string {
  return cutTo(text, longest);
}

/** At most so many characters of a text, with an ellipsis where there are more. */
export function cutTo(text: string, most: number): string {
  if (text.length <= most) return text;
  characters ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  let count = 0;
  // Only the beginning of a cell that may be a megabyte long; a character may be many code units.
  for (const { index } of characters.segment(text.slice(0, 40 * most)))
    if (count++ === most) return `${text.slice(0, index)}…`;
  return text.length > 40 * most ? `${text.slice(0, most)}…` : text;
}
