// Detects the encoding of a text that is not entirely UTF-8: the bytes are decoded in every encoding, and the one whose result
// is the most likely text in any language wins. UTF-8 is a candidate too, so that a single damaged character does not make a
// file Latin-1; and a text of which some lines are UTF-8 and the others in one other encoding of the same language.
import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import type { Encoding } from '../../../contract/table/reading.ts';
import { type Language, languages } from './languages.ts';
import { broken, likelihood } from './likelihood.ts';

/** Bytes of non-ASCII lines to compare; more would not change the result. */
export const evidenceBytes = 2 ** 15;
/** Score of a well-formed UTF-8 character of two to four bytes: other encodings rarely produce one. */
const wellFormed = -7;

/** Bytes on which all candidates are tried, and how many of them continue with the rest. */
const firstBytes = 2 ** 11;
const shortList = 6;

export interface Detected {
  encoding: Encoding;
  /** Whether lines that are UTF-8 are read as such, and only the others in `encoding`. */
  mixed: boolean;
}

/** Natural logarithm of how much rarer a text of two encodings is: less than the score of one invalid character. */
const mixture = -14;

/** `evidence` is lines of the file that hold bytes beyond ASCII, at most `evidenceBytes` together. */
export function detectEncoding(evidence: readonly Buffer[]): Detected {
  const whole = Buffer.concat(evidence);
  const utf8 = Buffer.concat(evidence.filter((line) => isUtf8(line))).toString();
  const others = Buffer.concat(evidence.filter((line) => !isUtf8(line)));
  const best = bestOf(whole, '');
  const mixed = utf8 === '' || others.length === 0 ? undefined : bestOf(others, utf8);
  const asUtf8 = Math.max(likelihoodOfUtf8(whole), likelihoodInLanguages(whole.toString()));
  const single = Math.max(asUtf8, best?.log ?? Number.NEGATIVE_INFINITY);
  if (mixed !== undefined && mixed.log + mixture > single)
    return { encoding: named(mixed.encoding, others), mixed: true };
  const encoding =
    best === undefined || best.log <= likelihoodOfUtf8(whole) ? 'utf-8' : named(best.encoding, whole);
  return { encoding, mixed: false };
}

/** The most likely language and encoding of the bytes, where a person also wrote `utf8` in that language. */
function bestOf(evidence: Buffer, utf8: string) {
  const all = languages().flatMap((language) =>
    language.encodings.map((encoding) => ({ language, encoding })),
  );
  const cut = evidence.length <= firstBytes ? evidence.length : evidence.lastIndexOf('\n', firstBytes) + 1;
  const ranked = rank(all, evidence.subarray(0, cut === 0 ? firstBytes : cut), utf8);
  const [best] = evidence.length <= firstBytes ? ranked : rank(ranked.slice(0, shortList), evidence, utf8);
  return best;
}

function likelihoodInLanguages(text: string): number {
  return Math.max(...languages().map((language) => likelihood(text, language)));
}

interface Candidate {
  language: Language;
  encoding: Encoding;
}

/** Candidates sorted by likelihood, best first. */
function rank(candidates: Candidate[], evidence: Buffer, utf8: string): (Candidate & { log: number })[] {
  const known = new Map<Language, number>();
  const texts = new Map<Encoding, string>();
  const ranked = candidates.map(({ language, encoding }) => {
    const text = texts.get(encoding) ?? iconv.decode(evidence, encoding, { stripBOM: false });
    texts.set(encoding, text);
    const beside = utf8 === '' ? 0 : (known.get(language) ?? likelihood(utf8, language));
    known.set(language, beside);
    return { language, encoding, log: likelihood(text, language) + rarity(encoding) + beside };
  });
  return ranked.sort((a, b) => b.log - a.log);
}

/** Natural logarithm of how much rarer an encoding is than the first one for its languages. */
function rarity(encoding: Encoding): number {
  if (encoding === 'macintosh') return -4;
  if (encoding === 'ibm866') return -2;
  if (encoding === 'iso-8859-15') return -1;
  return encoding === 'iso-8859-2' || encoding === 'koi8-r' ? -0.5 : 0;
}

function likelihoodOfUtf8(evidence: Buffer): number {
  let log = 0;
  for (const character of evidence.toString('utf8')) {
    log += character < '\x80' ? -3.5 : character === '\ufffd' ? broken : wellFormed;
  }
  return log;
}

/** If two character sets decode the bytes equally, names the smaller one, since the name is then right for both. */
function named(encoding: Encoding, bytes: Uint8Array): Encoding {
  if (encoding === 'cp949' && !new Beyond('euc-kr').found(bytes)) return 'euc-kr';
  if (encoding === 'windows-1252' && !new Beyond('iso-8859-1').found(bytes)) return 'iso-8859-1';
  return encoding;
}

/** Searches for bytes that only the larger character set has: CP949 beyond EUC-KR, Windows-1252 beyond ISO 8859-1. */
export class Beyond {
  readonly larger: Encoding;
  private readonly smaller: Encoding;
  private lead = 0;

  constructor(smaller: 'euc-kr' | 'iso-8859-1') {
    this.smaller = smaller;
    this.larger = smaller === 'euc-kr' ? 'cp949' : 'windows-1252';
  }

  /** A character may begin in one piece and end in the next. */
  found(bytes: Uint8Array): boolean {
    if (this.smaller === 'iso-8859-1') return bytes.some((byte) => byte >= 0x80 && byte < 0xa0);
    let { lead } = this;
    for (const byte of bytes) {
      if (lead === 0) {
        if (byte >= 0x80) lead = byte;
        continue;
      }
      const pair = lead;
      lead = 0;
      // What ends no character of either set is none of CP949's.
      if (byte >= 0x41 && (pair < 0xa1 || byte < 0xa1)) return true;
    }
    this.lead = lead;
    return false;
  }
}
