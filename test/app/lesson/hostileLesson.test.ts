// Whatever bytes a file has, reading it ends soon, with a lesson or with issues.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { largestLesson, readLesson } from '../../../app/lesson/readLesson.ts';
import { exhaustive } from '../../exhaustive.ts';
import { lessonText } from './lessonText.ts';

const folder = 'examples/lessons';
const lessons = readdirSync(folder)
  .filter((name) => name.endsWith('.md'))
  .map((name) => readFileSync(join(folder, name)));
const runs = { numRuns: exhaustive ? 5_000 : 150 };

function answers(bytes: Uint8Array): void {
  const { file, issues } = readLesson(bytes);
  expect(file === null).toBe(issues.length > 0);
  for (const { message, values } of issues) {
    expect(message).toMatch(/^Line \d+: \S/);
    expect(Object.values(values).every((value) => value !== undefined)).toBe(true);
  }
}

test('a lesson that is cut anywhere, with bytes changed, is read or refused', () => {
  const place = fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) });
  fc.assert(
    fc.property(
      fc.nat({ max: lessons.length - 1 }),
      fc.nat(),
      fc.array(place, { maxLength: 6 }),
      (k, cut, places) => {
        const bytes = Uint8Array.from(lessons[k]!.subarray(0, 1 + (cut % lessons[k]!.length)));
        for (const { at, byte } of places) bytes[at % bytes.length] = byte;
        answers(bytes);
      },
    ),
    runs,
  );
});

test('any YAML in the place of a block is read or refused', () => {
  const piece = fc.constantFrom(
    ':',
    '- ',
    '{',
    '}',
    '[',
    ']',
    '&a ',
    '*a ',
    '!!set ',
    '? ',
    '"',
    "'",
    '|',
    '>',
    '\n',
    '  ',
    'id',
    'views',
    '1e999',
    '__proto__',
    '#',
    '%',
    '@',
    '`',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      answers(
        new TextEncoder().encode(lessonText.replace('views: [predictions, curves]', () => pieces.join(''))),
      );
    }),
    runs,
  );
});

test('any expression is read or refused', () => {
  const piece = fc.constantFrom(
    'loss',
    'w',
    'weight',
    '(',
    ')',
    ',',
    '1',
    '.5',
    '+',
    '-',
    '*',
    '/',
    '<',
    '==',
    'and',
    'or',
    'not',
    "'train'",
    ' ',
    '[',
    ']',
    '.',
    '?',
    ':',
    '`',
    '=>',
    'this',
    'constructor',
    'max',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
      answers(
        new TextEncoder().encode(
          lessonText.replace(
            'when: loss < 0.3 and step <= 10',
            () => `when: ${JSON.stringify(pieces.join(''))}`,
          ),
        ),
      );
    }),
    runs,
  );
});

test.each([
  ['nested lists', (n: number) => `[`.repeat(n)],
  ['nested maps', (n: number) => `{a: `.repeat(n)],
  ['many fields', (n: number) => Array.from({ length: n / 8 }, (_, k) => `a${k}: 1`).join('\n')],
])('a front matter of %s up to the largest size is refused', (_what, made) => {
  const bytes = new TextEncoder().encode(`---\n${made(60_000)}\n---\n`);
  expect(bytes.length).toBeLessThanOrEqual(largestLesson);
  answers(bytes);
});

test.each([
  ['quotations', '> '.repeat(60_000)],
  ['emphasis', '*a '.repeat(60_000)],
  ['brackets', '['.repeat(100_000)],
  ['backticks', '`'.repeat(100_000)],
])('a text of %s up to the largest size is read or refused', (_what, text) => {
  answers(new TextEncoder().encode(lessonText.replace('The **loss**', () => text)));
});
