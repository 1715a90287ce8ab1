// Korean particles stay on the line of what they follow.
import { describe, expect, test } from 'vitest';
import type { Inline } from '../../../app/contract/lesson/lesson.ts';
import { heldParts } from '../../../renderer/screens/lesson/text/heldParts.ts';

const text = (words: string): Inline => ({ kind: 'text', text: words });
const term: Inline = { kind: 'term', term: 'layer', text: '층' };
const value: Inline = { kind: 'value', expression: 'b', digits: 3 };

describe('what is held together', () => {
  test('a particle stays with the term, number or formula before it, and the text goes on behind it', () => {
    const held = (before: Inline) => heldParts([before, text('이라고 합니다.')]);
    for (const before of [term, value, { kind: 'math', tex: 'w_2 = 1' } as const])
      expect(held(before)).toEqual([
        { part: before, held: '이라고' },
        { part: text(' 합니다.'), held: '' },
      ]);
  });

  test('so does one behind strong words that end with a term', () => {
    const strong: Inline = { kind: 'strong', parts: [term] };
    expect(heldParts([strong, text('을 봅니다')]).map(({ held }) => held)).toEqual(['을', '']);
  });

  test('nothing is held before a space or a sign, nor behind plain words', () => {
    const plain: Inline = { kind: 'strong', parts: [text('잡음')] };
    for (const parts of [
      [value, text(' steps')],
      [term, text('. Then')],
      [plain, text('이라고')],
    ])
      expect(heldParts(parts).map(({ held }) => held)).toEqual(['', '']);
  });

  test('a shape is not broken', () => {
    expect(heldParts([text('W는 4 × 3입니다')])[0]?.part).toEqual(text('W는 4\u00a0×\u00a03\u2060입니다'));
  });

  test('no line breaks between a bracket, a quotation mark or a digit and a particle', () => {
    expect(heldParts([text('XOR(배타적 논리합)이라는 "yes"가 3이면')])[0]?.part).toEqual(
      text('XOR(배타적 논리합)\u2060이라는 "yes"\u2060가 3\u2060이면'),
    );
  });
});
