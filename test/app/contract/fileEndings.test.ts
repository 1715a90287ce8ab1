// The endings that the packaged app tells the system are those of the contract: YAML cannot import them.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { fileEndings, hasFileEnding, hasTableEnding } from '../../../app/contract/table/fileEndings.ts';

const { load } = createRequire(createRequire(import.meta.url).resolve('app-builder-lib'))('js-yaml');

interface Association {
  ext: string | string[];
  mimeType?: string;
}
const settings: Record<'mac' | 'linux' | 'win', { mimeTypes: string[]; fileAssociations: Association[] }> =
  load(readFileSync(new URL('../../../electron-builder.yml', import.meta.url), 'utf8'));
const endingsOf = (list: Association[]) => list.flatMap(({ ext }) => ext);

describe('the packaged app is offered for every ending that can be opened', () => {
  it('on macOS by its ending', () => {
    expect(endingsOf(settings.mac.fileAssociations)).toEqual([...fileEndings]);
  });

  /** Types that every Linux knows by the ending, or by looking at the text. */
  const known: Record<string, string> = {
    csv: 'text/csv',
    txt: 'text/plain',
    dat: 'text/plain',
    gz: 'application/gzip',
    json: 'application/json',
    xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    xlsm: 'application/vnd.ms-excel.sheet.macroEnabled.12',
    h5: 'application/x-hdf',
    hdf5: 'application/x-hdf',
  };
  it('on Linux by a type: one that systems know, or one that comes with its endings', () => {
    const { mimeTypes, fileAssociations } = settings.linux;
    const own = endingsOf(fileAssociations);
    // The packager would write one glob for a list.
    for (const one of fileAssociations)
      expect(one).toEqual({ ext: expect.any(String), mimeType: expect.any(String) });
    expect([...Object.keys(known), ...own].sort()).toEqual([...fileEndings].sort());
    expect([...mimeTypes].sort()).toEqual([...new Set(Object.values(known))].sort());
  });

  it('on Windows, where it would become the default, only for packed runs', () => {
    expect(endingsOf(settings.win.fileAssociations)).toEqual(['chainrule']);
  });
});

it.each([
  ['iris.csv', true],
  ['/a.b/iris.CSV', true],
  ['rows.jsonl.gz', true],
  ['class.chainrule', true],
  ['iris.csv/', false],
  ['csv', false],
  ['picture.png', false],
])('%s has such an ending: %s', (path, has) => {
  expect(hasFileEnding(path)).toBe(has);
});

it.each([
  ['iris.csv', true],
  ['best.safetensors', false],
  ['iris.onnx', false],
  ['iris.keras', false],
  ['class.chainrule', false],
  ['~$book.xlsx', false],
])('%s may be a table: %s', (path, may) => {
  expect(hasTableEnding(path)).toBe(may);
});
