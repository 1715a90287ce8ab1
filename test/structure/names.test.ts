// The house rules that no linter knows: small files, named after one idea, no barrels, nothing of the machine they
// were written on.
import { readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryFiles, root } from './repositoryFiles.ts';

const files = repositoryFiles();
const ours = files.filter(
  (file) => /^(app|native|renderer|scripts|test|bin)\//.test(file) && !file.startsWith('test/fixtures/'),
);
const lines = (file: string) => readFileSync(join(root, file), 'utf8').split('\n').length - 1;

const limitOf: Record<string, number> = {
  '.ts': 400,
  '.js': 400,
  '.svelte': 250,
  '.cpp': 400,
  '.h': 400,
  '.inl': 400,
  '.css': 400,
};
const emptyNames = /^(utils?|helpers?|common|managers?|misc)$/i;

/** A file that only passes on what others export. */
function isBarrel(source: string): boolean {
  const code = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').trim();
  const statements = code.split(';').map((statement) => statement.trim());
  return (
    code !== '' && statements.every((s) => s === '' || /^export\s+(type\s+)?(\*|\{)[\s\S]*\bfrom\b/.test(s))
  );
}

describe('the house rules', () => {
  test('the repository lists its own files', () => {
    expect(ours).toContain('app/contract/spec/spec.ts');
  });

  test('no file is longer than its kind allows', () => {
    const long = ours.filter((file) => lines(file) > (limitOf[extname(file)] ?? Infinity));
    expect(long.map((file) => `${file}: ${lines(file)} lines`)).toEqual([]);
  });

  test('no file or folder is called utils, helpers, common, manager or misc', () => {
    const words = (part: string) => part.replace(/([a-z])([A-Z])/g, '$1 $2').split(/[^A-Za-z]+/);
    const named = ours.filter((file) =>
      file.split('/').some((part) => words(part).some((word) => emptyNames.test(word))),
    );
    expect(named).toEqual([]);
  });

  test('no file only passes on what others export', () => {
    const barrels = ours
      .filter((file) => /\.[tj]s$/.test(file))
      .filter((file) => {
        return /^index\.[tj]s$/.test(basename(file)) || isBarrel(readFileSync(join(root, file), 'utf8'));
      });
    expect(barrels).toEqual([]);
  });

  test('a barrel is known when it is seen', () => {
    expect(isBarrel("// all of it\nexport * from './a.ts';\nexport { b } from './b.ts';\n")).toBe(true);
    expect(isBarrel("export { b } from './b.ts';\nexport const c = 1;\n")).toBe(false);
  });
});
