// Code, comments and documents keep to the glossary: none has a word that docs/glossary.md forbids everywhere.
// test/renderer/wording/glossary.test.ts does the same for the texts of the screens.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { glossaryRows, wholeWords } from './glossaryRows.ts';
import { repositoryFiles, root } from './repositoryFiles.ts';

const files = repositoryFiles().filter(
  (file) =>
    /^app\/.*\.(ts|md)$|^renderer\/.*\.(ts|svelte|css)$|^(test\/)?native\/.*\.(h|cpp|inl)$|^docs\/[^/]*\.md$|^(README|ARCHITECTURE|CONTRIBUTING)\.md$/.test(
      file,
    ) && file !== 'docs/glossary.md',
);

/** `keptMoment` and `kept_moment` are the words "kept Moment". */
const words = (text: string) => text.replaceAll('_', ' ').replace(/([a-z\d])(?=[A-Z])/g, '$1 ');

const texts = files.map((file) => ({
  file,
  lines: words(readFileSync(join(root, file), 'utf8')).split('\n'),
}));
const forbidden = glossaryRows().flatMap(({ nowhere }) => nowhere);

test('there are words that the glossary forbids everywhere, and files to search', () => {
  expect(forbidden).toContain('blame');
  expect(files.length).toBeGreaterThan(500);
});

test.each(forbidden)('no code and no document says “%s”', (word) => {
  const places = texts.flatMap(({ file, lines }) =>
    lines.flatMap((line, i) => (wholeWords(word).test(line) ? [`${file}:${i + 1}`] : [])),
  );
  expect(places).toEqual([]);
});
