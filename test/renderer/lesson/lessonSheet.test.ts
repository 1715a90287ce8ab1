// The class sheet as text: blanks for numbers, no solutions, nothing that is loaded.
import { describe, expect, test } from 'vitest';
import { writeSheet } from '../../../renderer/lessonSheet/lessonSheet.ts';
import { lesson } from './exampleLesson.ts';

const sheet = writeSheet([lesson], 'en');

describe('a class sheet', () => {
  test('has the steps, the questions with their options, and the goals', () => {
    for (const text of [
      'Lesson 7: An example',
      'The first step',
      'What happens?',
      'It grows.',
      'Bring the loss down.',
    ])
      expect(sheet).toContain(text);
  });

  test('tells no solution: neither why, nor a hint', () => {
    expect(sheet).not.toContain('Because of the slope.');
    expect(sheet).not.toContain('Take a step.');
  });

  test('leaves blanks for live numbers, in text and in formulas', () => {
    expect(sheet).toContain('class="blank"');
    expect(sheet).not.toContain('gradient(1, 1, 1)');
    expect(sheet).toContain('_____');
  });

  test('has formulas as MathML', () => {
    expect(sheet).toContain('<math');
  });

  test('a text is never markup', () => {
    expect(sheet).toContain('The loss is &lt;b&gt;');
  });

  test('loads nothing', () => {
    expect(sheet).not.toMatch(/<(?:script|link|img|iframe)|(?:src|href)=|@import|url\(/);
    expect(sheet).toContain('default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;');
  });

  test('is in the language that is asked for, with several lessons on pages of their own', () => {
    const korean = writeSheet([lesson, lesson], 'ko');
    expect(korean).toContain('<html lang="ko">');
    expect(korean).toContain('7강: An example');
    expect(korean.match(/<article>/g)).toHaveLength(2);
  });
});
