// The linter refuses a circle of imports, types included, and a function longer than 60 lines, which tests may be. It does not follow
// imports into and out of components: those are followed here.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { lintScratch, type Refused } from './scratchLint.ts';

const imports = (what: string, from: string) => `import ${what} from '${from}';\n`;

const circles: Record<string, [file: string, code: string][]> = {
  'of two files that import only types of each other': [
    ['app/model/a.ts', `${imports('type { B }', './b.ts')}export interface A { b: B }\n`],
    ['app/model/b.ts', `${imports('type { A }', './a.ts')}export interface B { a: A | null }\n`],
  ],
  'of three files': [
    ['app/export/a.ts', `${imports('{ b }', './b.ts')}export const a = (): number => b();\n`],
    ['app/export/b.ts', `${imports('{ c }', './c.ts')}export const b = (): number => c();\n`],
    [
      'app/export/c.ts',
      `${imports('type { a }', './a.ts')}export const c = (): number => typeof ({} as typeof a) === 'object' ? 1 : 2;\n`,
    ],
  ],
  'through an import that waits until it is needed': [
    ['app/hosts/a.ts', "export type A = number;\nexport const a = () => import('./b.ts');\n"],
    ['app/hosts/b.ts', `${imports('type { A }', './a.ts')}export const b: A = 1;\n`],
  ],
};

const long = (lines: number) => `export function long() {\n${"  console.log('line');\n".repeat(lines)}}\n`;
const functions: [file: string, code: string, refused: boolean][] = [
  ['app/engine/sixty.ts', long(60), false],
  ['app/engine/more.ts', long(61), true],
  ['renderer/more.ts', long(61), true],
  ['scripts/more.js', long(61), true],
  ['test/app/engine/more.test.ts', long(61), false],
];

let refused: Refused[];
beforeAll(() => {
  refused = lintScratch([
    ...Object.values(circles).flat(),
    ...functions.map(([file, code]): [string, string] => [file, code]),
  ]);
});
const refusedBy = (rule: string) => refused.filter((one) => one.rule === rule).map(({ file }) => file);

describe('a circle', () => {
  test.each(Object.entries(circles))('%s is refused', (_, files) => {
    expect(refusedBy('noImportCycles')).toEqual(expect.arrayContaining(files.map(([file]) => file)));
  });
});

test.each(functions)('a function of %s', (file, _, isRefused) => {
  expect(refusedBy('noExcessiveLinesPerFunction').includes(file)).toBe(isRefused);
});

test('no component is part of a circle', () => {
  const root = join(import.meta.dirname, '../../renderer');
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => /\.(ts|svelte)$/.test(name));
  expect(files.length).toBeGreaterThan(100);
  const left = new Map(files.map((file) => [file, importsOf(root, file)]));
  // A file that imports none of those left is in no circle, and then nor is one that imports only such files.
  for (let before = -1; before !== left.size; ) {
    before = left.size;
    for (const [file, imported] of left) if (!imported.some((one) => left.has(one))) left.delete(file);
  }
  expect([...left.keys()].filter((file) => file.endsWith('.svelte'))).toEqual([]);
});

function importsOf(root: string, file: string): string[] {
  const code = readFileSync(join(root, file), 'utf8');
  const found = code.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g);
  return [...found].map(([, specifier = '']) => join(dirname(file), specifier));
}
