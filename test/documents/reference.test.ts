// The generated references are those of this commit.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { lessonControls, lessonViews } from '../../app/contract/lesson/arrangement.ts';
import { numberFunctions, quantities, quantityFunctions } from '../../app/contract/lesson/quantities.ts';
import { lessonSettings } from '../../app/contract/lesson/settings.ts';
import { defaultColumnPreparation } from '../../app/contract/spec/columnPreparation.ts';
import { runSpecSchema } from '../../app/contract/spec/spec.ts';
import { buildProgram } from '../../app/hosts/cli/program.ts';
import { cliReference } from '../../scripts/reference/commandLine.js';
import { glossaryNames, glossaryTerms } from '../../scripts/reference/glossary.js';
import { lessonReference } from '../../scripts/reference/lessons.js';
import { type Schema, specReference } from '../../scripts/reference/spec.js';
import { root } from '../../scripts/tool.js';

const stale = (file: string) => `${file} is stale: run "npm run reference"`;
const read = (file: string) => readFileSync(join(root, file), 'utf8');

test('docs/cli.md is what --help prints', async () => {
  const now = await cliReference(() => buildProgram({ exit: () => {} }));
  expect(read('docs/cli.md') === now, stale('docs/cli.md')).toBe(true);
});

test('docs/spec.md is what the schema of the run spec says', () => {
  const schema = z.toJSONSchema(runSpecSchema, { io: 'input' }) as Schema;
  const now = specReference(schema, { 'data.columns[].prepare': defaultColumnPreparation });
  expect(read('docs/spec.md') === now, stale('docs/spec.md')).toBe(true);
});

test('every field of the spec has a meaning', () => {
  const rows = read('docs/spec.md').match(/^\| `\w+` \|.*$/gm) ?? [];
  expect(rows.length).toBeGreaterThan(100);
  expect(rows.filter((row) => row.endsWith('|  |'))).toEqual([]);
});

test('the terms of the page are those of docs/glossary.md', () => {
  const file = 'renderer/wording/glossaryTerms.json';
  expect(read(file) === glossaryTerms(read('docs/glossary.md')), stale(file)).toBe(true);
});

test('the names that the check of a lesson knows are those of docs/glossary.md', () => {
  const file = 'app/lesson/text/glossaryNames.ts';
  expect(read(file) === glossaryNames(read('docs/glossary.md')), stale(file)).toBe(true);
});

test('docs/lessons.md lists the settings, views, controls and quantities of the contract', () => {
  const file = 'docs/lessons.md';
  const now = lessonReference(read(file), {
    ...{ settings: lessonSettings, views: lessonViews, controls: lessonControls },
    ...{ quantities, functions: quantityFunctions, numberFunctions },
  });
  expect(read(file) === now, stale(file)).toBe(true);
});

test('every term has a name and a meaning in both languages, and no notes for authors', () => {
  const terms: Record<'term' | 'meaning', Record<string, string>>[] = JSON.parse(
    read('renderer/wording/glossaryTerms.json'),
  );
  expect(terms.length).toBeGreaterThan(90);
  const texts = terms.flatMap(({ term, meaning }) => [...Object.values(term), ...Object.values(meaning)]);
  expect(texts.filter((text) => text === '' || /[*`]/.test(text))).toEqual([]);
});
