// The tables that ship with the app are what examples.json says of them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exampleSchema } from '../../app/contract/table/dataset.ts';

const folder = join(import.meta.dirname, '../../examples');
const listed = exampleSchema
  .omit({ rows: true, columns: true, points: true })
  .strict()
  .array()
  .parse(JSON.parse(readFileSync(join(folder, 'examples.json'), 'utf8')));

describe('examples', () => {
  test('every CSV in the folder is listed once', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.csv'));
    expect(listed.map((example) => example.file).sort()).toEqual(files.sort());
  });

  test.each(listed)('$file has its target and both axes as columns, and a line in the README', (example) => {
    const header = readFileSync(join(folder, example.file), 'utf8').split('\n')[0]?.trim().split(',');
    for (const column of [example.target, ...example.axes]) expect(header).toContain(column);
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain(`\`${example.file}\``);
  });
});
