// docs/glossary.md as data: the terms of each row and the words that its column "Never" forbids. `word` is forbidden on screens;
// **`word`** also in code and documents.
import { readFileSync } from 'node:fs';

export interface GlossaryRow {
  terms: string[];
  /** Forbidden on screens. */
  never: string[];
  /** Forbidden in code and documents too. */
  nowhere: string[];
}

/** Rows of the glossary's tables that forbid something; the term stands in the first cell, the forbidden words in the last. */
export function glossaryRows(): GlossaryRow[] {
  const lines = readFileSync(new URL('../../docs/glossary.md', import.meta.url), 'utf8').split('\n');
  return lines
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').slice(1, -1))
    .map((cells) => ({
      terms: (cells[0] ?? '').split(',').map((term) => term.replace(/\(.*\)/, '').trim()),
      never: found(cells.at(-1) ?? '', /`([^`]+)`/g),
      nowhere: found(cells.at(-1) ?? '', /\*\*`([^`]+)`\*\*/g),
    }))
    .filter(({ never }) => never.length > 0);
}

function found(cell: string, pattern: RegExp): string[] {
  return [...cell.matchAll(pattern)].map((match) => match[1]!);
}

/** Whole words of Latin letters in any case; Hangul anywhere, since particles are joined to it. */
export function wholeWords(words: string): RegExp {
  const plain = words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return /[가-힣]/.test(words) ? new RegExp(plain, 'g') : new RegExp(`(?<![\\w-])${plain}(?![\\w-])`, 'gi');
}
