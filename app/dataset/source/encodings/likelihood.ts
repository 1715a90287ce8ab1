// How likely a text is in a language: the sum of the logarithms of its characters' frequencies, minus penalties for letters in
// unlikely positions. The sums of two decodings of the same bytes can be compared, since ASCII costs the same in all of them.
import type { Language } from './languages.ts';

/** Score of one printable ASCII character: one of 95, of which letters are the most frequent. */
const ascii = -3.5;
/** Score of a character that the language does not use: one of thousands. */
const strange = -12;
/** Score of an invalid character. */
export const broken = -20;

const shares = new WeakMap<Language, Map<string, number>>();

function sharesOf(language: Language): Map<string, number> {
  const known = shares.get(language);
  if (known !== undefined) return known;
  const logs = new Map<string, number>();
  for (const { characters, share } of language.groups) {
    const all = new Set(characters);
    const log = Math.log(share / all.size);
    for (const character of all) if (!logs.has(character)) logs.set(character, log);
  }
  shares.set(language, logs);
  return logs;
}

interface Misplaced {
  pattern: RegExp;
  cost: number;
}

/** A capital after a small letter. */
const misplaced: Misplaced[] = [{ pattern: /\p{Ll}(?=\p{Lu})/gu, cost: -3 }];
/** Accented letters side by side, or alone. */
const misplacedLatin: Misplaced[] = [
  { pattern: /[\xaa-\u024f](?=[\xaa-\u024f])/gu, cost: -2.5 },
  { pattern: /(?<![a-zA-Z])[\xaa\xb5\xba\xc0-\u024f](?![a-zA-Z])/gu, cost: -3 },
];
/** Letters of another alphabet next to Latin ones, or alone. */
const misplacedOther: Misplaced[] = [
  { pattern: /[a-zA-Z](?=[\u0370-\u0eff])|[\u0370-\u0eff](?=[a-zA-Z])/gu, cost: -3 },
  { pattern: /(?<![\u0370-\u0eff])[\u0370-\u0eff](?![\u0370-\u0eff])/gu, cost: -3 },
];

/** Natural logarithm of the likelihood. U+FFFD marks what could not be decoded. */
export function likelihood(text: string, language: Language): number {
  const logs = sharesOf(language);
  let sum = language.prior;
  for (const character of text) {
    const code = character.charCodeAt(0);
    if (code < 0x80) sum += ascii;
    else if (code === 0xfffd || code < 0xa0) sum += broken;
    else sum += logs.get(character) ?? strange;
  }
  for (const { pattern, cost } of [...misplaced, ...(language.latin ? misplacedLatin : misplacedOther)]) {
    sum += cost * (text.match(pattern)?.length ?? 0);
  }
  return sum;
}
