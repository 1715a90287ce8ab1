// LibreOffice opens a workbook, computes it, and writes its first sheet as CSV.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fieldsOf } from '../csvFields.ts';

export const noLibreOffice =
  spawnSync('soffice', ['--version'], { env: { ...process.env, HOME: tmpdir() } }).status !== 0;

/** Each workbook's first sheet, as texts. */
export function computed(workbooks: readonly Uint8Array[]): string[][][] {
  const folder = mkdtempSync(join(tmpdir(), 'chainrule-xlsx-'));
  try {
    const files = workbooks.map((bytes, i) => {
      const file = join(folder, `${i}.xlsx`);
      writeFileSync(file, bytes);
      return file;
    });
    // Comma, quote, UTF-8, from the first line; numbers as they are and not as they are shown.
    const filter = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false';
    const { stderr, status } = spawnSync(
      'soffice',
      ['--headless', '--convert-to', filter, '--outdir', folder, ...files],
      {
        env: { ...process.env, HOME: folder },
        encoding: 'utf8',
      },
    );
    if (status !== 0) throw new Error(stderr);
    return workbooks.map((_, i) => fieldsOf(readFileSync(join(folder, `${i}.csv`), 'utf8')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
