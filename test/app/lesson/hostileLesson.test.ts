// Whatever bytes a file has, reading it ends soon, with a lesson or with issues.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { largestLesson } from '../../../app/lesson/largestLesson.ts';
import { readLesson } from '../../../app/lesson/readLesson.ts';
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

const goals = (count: number) =>
  Array.from(
    { length: count },
    (_, k) => `\n\`\`\`goal\nid: g${k}\ngoal: Make.\nwhen: loss < 1\nnow: It.\nhint: No.\n\`\`\`\n`,
  ).join('');
test.each([
  ['goals', lessonText + goals(2_400), 'The lesson has 2405 blocks; 300 are the limit. Divide it.'],
  [
    'steps',
    lessonText + '\n## A\n'.repeat(8_000),
    'The lesson has 8002 steps; 100 are the limit. Divide it.',
  ],
  [
    'formulas',
    lessonText + '\n$`w`$\n'.repeat(12_000),
    'The lesson has 12002 formulas; 2000 are the limit. Divide it.',
  ],
  [
    'numbers',
    lessonText + '\n{{loss}}\n'.repeat(9_000),
    'The lesson has 9004 live numbers; 5000 are the limit. Divide it.',
  ],
  [
    'stars',
    lessonText + '**a'.repeat(60_000),
    'The paragraph has 120002 of the signs of Markdown; 1000 are the limit. Divide it.',
  ],
  [
    'terms',
    lessonText + '[[a'.repeat(60_000),
    'The paragraph has 120002 of the signs of Markdown; 1000 are the limit. Divide it.',
  ],
  [
    'items',
    lessonText + '- a\n'.repeat(50_000),
    'The lesson has 50002 items of lists; 1000 are the limit. Divide it.',
  ],
  [
    'options',
    lessonText.replace('[small, large]', () => `[${'a,'.repeat(60_000)}]`),
    'The block has 120108 characters; 64000 are the limit.',
  ],
])('thousands of %s are refused before they are read', (_what, text, why) => {
  const { issues } = readLesson(new TextEncoder().encode(text));
  expect(issues.map(({ message }) => message.replace(/^Line \d+: /, ''))).toContain(why);
});

test.each([
  ['loss < 0.3 and step <= 10', 'loss < 1e999', '1e999 is larger than any number that can be computed.'],
  [
    'table: six.csv',
    'table: "six\\0.csv"',
    'table must be such that it is the name of a file, without a folder',
  ],
  [
    'table: six.csv',
    'table: ../../secret.csv',
    'table must be such that it is the name of a file, without a folder',
  ],
])('%s cannot be %s', (from, to, why) => {
  const { issues } = readLesson(new TextEncoder().encode(lessonText.replace(from, () => to)));
  expect(issues[0]?.message).toContain(why);
});

test.each([
  ['braces', `${'{'.repeat(2_000)}${'}'.repeat(2_000)}`],
  ['characters', 'x+'.repeat(4_000)],
])('a formula of very many %s is refused', (_what, tex) => {
  const { issues } = readLesson(
    new TextEncoder().encode(lessonText.replace('\\eta', () => tex.replaceAll('{{', '{ {'))),
  );
  expect(issues[0]?.message).toContain('5000 characters and 40 levels are the limits. Divide it.');
});
