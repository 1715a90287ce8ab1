// The text of a cell, or the name of a column or a class, as it can stand on one line and within a sentence.

import { isolated } from './isolated.ts';

/** Of the column's text more is not put into the page; a cell may hold a megabyte. */
const longest = 300;

/** Line ends become a sign, and what is too long is cut off. */
export function lineOf(value: string): string {
  const start = value.length > longest ? `${value.slice(0, longest)}…` : value;
  return start.replace(/\r\n|\r|\n/g, '↵');
}

/** In a sentence a longer name would hide what is said of it. */
const longestName = 60;

/** A name within a sentence: cut off, and isolated where it has letters that run from right to left. */
export function nameInSentence(name: string): string {
  const signs = [...new Intl.Segmenter().segment(name.slice(0, longest))];
  const short =
    signs.length > longestName
      ? `${signs
          .slice(0, longestName)
          .map(({ segment }) => segment)
          .join('')}…`
      : name;
  return isolated(lineOf(short));
}
