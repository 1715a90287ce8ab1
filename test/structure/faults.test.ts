// test/FAULTS.md names for each fault the tests that show it: each of them exists, and each fault has one.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const tests = fileURLToPath(new URL('../', import.meta.url));
const table = readFileSync(`${tests}FAULTS.md`, 'utf8');

const rows = [...table.matchAll(/^\| (\d+) \| ([^|]+) \| (.+) \|$/gm)].map(([, number, fault, shown]) => ({
  number: number!,
  fault: fault!,
  files: [...shown!.matchAll(/`([^`]+)`: ((?:"[^"]+"(?:, )?)+)/g)].map(([, file, names]) => ({
    file: file!,
    names: [...names!.matchAll(/"([^"]+)"/g)].map(([, name]) => name!),
  })),
}));

it('the table is read whole', () => {
  expect(rows.length).toBeGreaterThanOrEqual(45);
});

it.each(rows)('$number, $fault, is shown by tests that exist', ({ files }) => {
  expect(files).not.toEqual([]);
  const missing = files.flatMap(({ file, names }) => {
    const path = tests + file;
    if (!existsSync(path)) return [file];
    const text = readFileSync(path, 'utf8').replaceAll("\\'", "'");
    return names.filter((name) => !text.includes(name)).map((name) => `${file}: ${name}`);
  });
  expect(missing).toEqual([]);
});
