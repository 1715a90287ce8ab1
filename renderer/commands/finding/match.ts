// How well a query's words match a text, and where. Each word must match: the beginning of the text or of a word, initials
// (lr: learning rate), a part inside, or, from three letters on, with some letters of the text skipped.

import { type FoldedText, folded } from './foldedText.ts';

export interface Match {
  /** 0 to 100; more is better. */
  score: number;
  /** Pieces of the text that were found, [from, to), ascending. */
  ranges: [number, number][];
}

/** Score of each kind of match. The steps between them are larger than the most that a text's length subtracts. */
const scores = { whole: 100, beginning: 90, wordStart: 75, initials: 60, inside: 45, scattered: 20 };
/** Subtracted per letter of the text, so that the shorter of two equal matches comes first. */
const perLetter = 0.1;
const mostLetters = 60;

/** The words of a query, each as folded letters. */
export function wordsOf(query: string): string[][] {
  return query
    .split(/\s+/)
    .map((word) => folded(word).letters)
    .filter((letters) => letters.length > 0);
}

/** null where one of the words is not found. */
export function matchOf(words: readonly string[][], text: FoldedText): Match | null {
  let sum = 0;
  const letters = new Set<number>();
  for (const word of words) {
    const found = matchWord(word, text);
    if (found === null) return null;
    sum += found.score;
    for (const index of found.letters) letters.add(index);
  }
  const shorter = Math.min(text.letters.length, mostLetters) * perLetter;
  return { score: sum / words.length - shorter, ranges: rangesOf([...letters], text) };
}

interface Found {
  score: number;
  /** Indices into the text's letters. */
  letters: number[];
}

function matchWord(word: readonly string[], text: FoldedText): Found | null {
  return contiguous(word, text) ?? initials(word, text) ?? inside(word, text) ?? scattered(word, text);
}

const along = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);

function startsAt(word: readonly string[], { letters }: FoldedText, at: number): boolean {
  return word.every((letter, i) => letters[at + i] === letter);
}

function contiguous(word: readonly string[], text: FoldedText): Found | null {
  for (const [at, begins] of text.begins.entries()) {
    if (begins !== 'word' || !startsAt(word, text, at)) continue;
    const whole = at === 0 && word.length === text.letters.length;
    const score = whole ? scores.whole : at === 0 ? scores.beginning : scores.wordStart;
    return { score, letters: along(at, word.length) };
  }
  return null;
}

/** Matches the first letters of consecutive words, or of consecutive Hangul syllables. */
function initials(word: readonly string[], text: FoldedText): Found | null {
  if (word.length < 2) return null;
  const hangul = word.every((letter) => /[ㄱ-ㅎ]/.test(letter));
  const starts = text.begins.flatMap((begins, at) =>
    begins === 'word' || (hangul && begins === 'character') ? [at] : [],
  );
  for (let first = 0; first + word.length <= starts.length; first++) {
    const letters = starts.slice(first, first + word.length);
    if (letters.every((at, i) => text.letters[at] === word[i])) return { score: scores.initials, letters };
  }
  return null;
}

function inside(word: readonly string[], text: FoldedText): Found | null {
  if (word.length < 2) return null;
  const at = text.begins.findIndex((begins, index) => begins !== null && startsAt(word, text, index));
  return at < 0 ? null : { score: scores.inside, letters: along(at, word.length) };
}

/** Matches letters in order from the beginning of a word, with at most two skipped per letter of the query. */
function scattered(word: readonly string[], text: FoldedText): Found | null {
  if (word.length < 3) return null;
  let best: Found | null = null;
  for (const [start, begins] of text.begins.entries()) {
    if (begins !== 'word' || text.letters[start] !== word[0]) continue;
    const letters: number[] = [];
    for (let at = start; at < text.letters.length && letters.length < word.length; at++)
      if (text.letters[at] === word[letters.length]) letters.push(at);
    const skipped = (letters.at(-1) ?? 0) - start + 1 - word.length;
    if (letters.length < word.length || skipped > 2 * word.length) continue;
    const score = scores.scattered - skipped / word.length;
    if (best === null || score > best.score) best = { score, letters };
  }
  return best;
}

function rangesOf(letters: number[], { from, to }: FoldedText): [number, number][] {
  const ranges: [number, number][] = [];
  for (const letter of letters.sort((a, b) => a - b)) {
    const [start, end] = [from[letter] ?? 0, to[letter] ?? 0];
    const last = ranges.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else ranges.push([start, end]);
  }
  return ranges;
}
