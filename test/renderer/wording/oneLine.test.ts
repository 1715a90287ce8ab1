// Names of columns and classes within sentences.
import { describe, expect, test } from 'vitest';
import { lineOf, nameInSentence } from '../../../renderer/wording/oneLine.ts';

describe('a name within a sentence', () => {
  test('stays as it is where it is short', () => {
    expect(nameInSentence('petal length (cm)')).toBe('petal length (cm)');
    expect(nameInSentence('꽃잎 길이')).toBe('꽃잎 길이');
  });
  test('is cut off after 60 signs, whole ones', () => {
    expect(nameInSentence('x'.repeat(61))).toBe(`${'x'.repeat(60)}…`);
    expect(nameInSentence('👩‍👩‍👧'.repeat(60).slice(0, 240))).not.toContain('…');
  });
  test('is isolated where it runs from right to left', () => {
    expect(nameInSentence('طول')).toBe('\u2068طول\u2069');
    expect(nameInSentence('אורך 3')).toBe('\u2068אורך 3\u2069');
  });
  test('has no line ends', () => {
    expect(nameInSentence('a\r\nb')).toBe(lineOf('a\nb'));
  });
});
