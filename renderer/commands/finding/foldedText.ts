// Folds a text for searching: letters, digits and symbols in lower case, without accents. Hangul syllables are split into their
// letters, so that an incomplete syllable matches (하 finds 학습률), and so do initial letters alone (ㅎㅅㄹ).

export interface FoldedText {
  /** The text in NFC; `from` and `to` are indices into it. */
  text: string;
  letters: string[];
  /** For each letter the range [from, to) in `text` of the character that it comes from. */
  from: number[];
  to: number[];
  /** For each letter whether it begins a word or a character; null inside a syllable. */
  begins: ('word' | 'character' | null)[];
}

const leads = [...'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'];
const vowels = 'ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ'.split(' ');
const tails = [
  '',
  ...'ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ'.split(
    ' ',
  ),
];
const firstSyllable = 0xac00;
const syllables = leads.length * vowels.length * tails.length;

const counted = /[\p{L}\p{N}\p{S}]/u;

export function folded(written: string): FoldedText {
  const text = written.normalize('NFC');
  // A name of punctuation only is searched as it is.
  const counts = counted.test(text) ? counted : /\S/;
  const result: FoldedText = { text, letters: [], from: [], to: [], begins: [] };
  let at = 0;
  let before = '';
  for (const character of text) {
    const end = at + character.length;
    if (counts.test(character)) {
      const begins = beginsWord(before, character) ? 'word' : 'character';
      lettersOf(character).forEach((letter, index) => {
        result.letters.push(letter);
        result.from.push(at);
        result.to.push(end);
        result.begins.push(index === 0 ? begins : null);
      });
    }
    before = character;
    at = end;
  }
  return result;
}

/** Words begin after any character but a letter or digit, and at a capital letter or digit after a lower-case letter. */
function beginsWord(before: string, character: string): boolean {
  if (!/[\p{L}\p{N}]/u.test(before)) return true;
  return /\p{Ll}/u.test(before) ? /[\p{Lu}\p{N}]/u.test(character) : false;
}

function lettersOf(character: string): string[] {
  const syllable = (character.codePointAt(0) ?? 0) - firstSyllable;
  if (syllable >= 0 && syllable < syllables) {
    const rest = syllable % (vowels.length * tails.length);
    const lead = leads[(syllable - rest) / (vowels.length * tails.length)] ?? '';
    return [
      ...lead,
      ...(vowels[Math.floor(rest / tails.length)] ?? ''),
      ...(tails[rest % tails.length] ?? ''),
    ];
  }
  // NFKD would change single letters such as ㅎ to other code points.
  if (/[ㄱ-ㅣ]/.test(character)) return [character];
  const plain = character.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return plain === '' ? [character] : [...plain];
}
