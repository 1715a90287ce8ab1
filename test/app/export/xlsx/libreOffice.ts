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
  // Comma, quote, UTF-8, from the first line; numbers as they are and not as they are shown.
  const filter = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false';
  return converted(workbooks, filter, 'csv').map((bytes) => fieldsOf(bytes.toString()));
}

/** Each workbook as LibreOffice saves it. */
export function savedAgain(workbooks: readonly Uint8Array[]): Uint8Array[] {
  return converted(workbooks, 'xlsx', 'xlsx');
}

function converted(workbooks: readonly Uint8Array[], filter: string, ending: string): Buffer[] {
  const folder = mkdtempSync(join(tmpdir(), 'chainrule-xlsx-'));
  try {
    const files = workbooks.map((bytes, i) => {
      const file = join(folder, `${i}.xlsx`);
      writeFileSync(file, bytes);
      return file;
    });
    const out = join(folder, 'out');
    const { stderr, status } = spawnSync(
      'soffice',
      ['--headless', '--convert-to', filter, '--outdir', out, ...files],
      {
        env: { ...process.env, HOME: folder },
        encoding: 'utf8',
      },
    );
    if (status !== 0) throw new Error(stderr);
    return workbooks.map((_, i) => readFileSync(join(out, `${i}.${ending}`)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
