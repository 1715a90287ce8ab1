// Shortens the text of a cell, or the name of a column or class, to one line or for use within a sentence.

import { isolated } from './isolated.ts';

/** Most characters of a text that are put into the page; a cell may hold a megabyte. */
const longest = 300;

/** Replaces line ends by a sign, and cuts off text that is too long. */
export function lineOf(value: string): string {
  const start = value.length > longest ? `${value.slice(0, longest)}…` : value;
  return start.replace(/\r\n|\r|\n/g, '↵');
}

/** Most characters of a name within a sentence. */
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
