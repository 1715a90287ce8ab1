// The endings that the packaged app tells the system are those of the contract: YAML cannot import them.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { fileEndings, hasFileEnding } from '../../../app/contract/table/fileEndings.ts';

const { load } = createRequire(createRequire(import.meta.url).resolve('app-builder-lib'))('js-yaml');

it('the packaged app is offered for every ending that can be opened', () => {
  const settings = load(readFileSync(new URL('../../../electron-builder.yml', import.meta.url), 'utf8'));
  const associated: { ext: string[] }[] = settings.mac.fileAssociations;
  expect(associated.flatMap(({ ext }) => ext)).toEqual([...fileEndings]);
});

it.each([
  ['iris.csv', true],
  ['/a.b/iris.CSV', true],
  ['rows.jsonl.gz', true],
  ['iris.csv/', false],
  ['csv', false],
  ['picture.png', false],
])('%s has such an ending: %s', (path, has) => {
  expect(hasFileEnding(path)).toBe(has);
});
