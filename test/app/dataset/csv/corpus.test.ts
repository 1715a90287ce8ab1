// Files that are known to break readers, against the truth about them in EXPECTED.json.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { uniqueNames } from '../../../../app/dataset/csv/header.ts';
import { openTable } from '../../../../app/dataset/open.ts';
import { unpackHere } from '../source/unpackHere.ts';
import { codes, opened } from '../writtenTable.ts';

interface Expected {
  outcome: 'load' | 'load_warn' | 'reject' | 'robust';
  rows: number | null;
  columns: number | null;
  delimiter: string | null;
  header: boolean | null;
  header_names?: string[];
  skip?: number;
  ragged_rows?: number;
  encoding: string | null;
}

const root = fileURLToPath(new URL('../../../fixtures/csv/', import.meta.url));
const files = Object.entries(
  (JSON.parse(readFileSync(`${root}EXPECTED.json`, 'utf8')) as { files: Record<string, Expected> }).files,
);
const readable = files.filter(([, { outcome }]) => outcome.startsWith('load'));

describe('a file of the corpus', () => {
  it.each(readable)('%s is read as it is', async (file, expected) => {
    const table = await opened(root + file);
    expect(table.rows + table.rowsLeftOut).toBe(expected.rows);
    if (expected.columns !== null) expect(table.columns).toHaveLength(expected.columns);
    expect(table.dialect.delimiter).toBe(expected.delimiter);
    expect(table.dialect.header).toBe(expected.header);
    expect(table.dialect.quote).toBe('"');
    const skipped = table.issues.find((issue) => issue.code === 'lines_skipped')?.values.count ?? 0;
    const announced = codes(table.issues).includes('delimiter_announced') ? 1 : 0;
    expect(Number(skipped) + announced).toBe(expected.skip ?? 0);
    // What fits EUC-KR is CP949, too.
    const { encoding } = table.dialect;
    expect(encoding === 'euc-kr' ? ['euc-kr', 'cp949'] : [encoding]).toContain(expected.encoding);
    if (expected.header_names !== undefined) {
      const { names } = uniqueNames(expected.header_names, expected.header_names.length);
      expect(table.columns.map((column) => column.name)).toEqual(names);
    }
    const warnings = table.issues.filter(({ severity }) => severity === 'warning');
    if (expected.outcome === 'load_warn') expect(warnings.length).toBeGreaterThan(0);
    if (expected.ragged_rows !== undefined) expect(table.problemRows).toBe(expected.ragged_rows);
  });

  it.each(files.filter(([, e]) => e.outcome === 'reject'))('%s is refused with a sentence', async (file) => {
    await expect(openTable(root + file, { startUnpacker: unpackHere })).rejects.toMatchObject({
      code: expect.stringMatching(/^file_(empty|no_rows|not_text)$/),
      message: expect.stringMatching(/\.csv .+\.$/),
    });
  });

  it.each(files.filter(([, e]) => e.outcome === 'robust'))(
    '%s is read whole or refused with a code',
    async (file, expected) => {
      try {
        const table = await opened(root + file);
        if (expected.rows !== null) expect(table.rows + table.rowsLeftOut).toBe(expected.rows);
      } catch (error) {
        expect(error).toMatchObject({ code: expect.stringMatching(/^(file|csv|archive)_/) });
      }
    },
  );
});

describe('cells of csv-spectrum', () => {
  const names = readable
    .map(([file]) => file)
    .filter((file) => file.startsWith('spectrum/') && !file.includes('location'));
  it.each(names)('%s has exactly the cells of its truth', async (file) => {
    const truthFile = `${root}expected_cells/${file.replace('/', '_').replace('.csv', '.json')}`;
    const truth = JSON.parse(readFileSync(truthFile, 'utf8')) as Record<string, string>[];
    const table = await opened(root + file);
    const cells = await table.cells(0, 100);
    const found = cells.map((row) =>
      Object.fromEntries(row.map((cell, i) => [table.columns[i]!.name, cell ?? ''])),
    );
    // This one file has LF where its truth has CRLF.
    const wanted = JSON.stringify(truth).replaceAll(
      file.endsWith('newlines_crlf.csv') ? '\\r\\n' : '\0',
      '\\n',
    );
    expect(JSON.stringify(found)).toBe(wanted);
  });
});
