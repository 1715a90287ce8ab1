// The message catalogue: one text per key in every language, with the same values in it, and a Korean sentence for every code.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { errorCodes } from '../../app/contract/errors.ts';
import { issueCodes } from '../../app/contract/issues.ts';

const root = new URL('../../renderer/messages/', import.meta.url);
const files = readdirSync(new URL('en/', root)).sort();

type Message = string | { match: Record<string, string> }[];
type Catalogue = Record<string, Message>;

function read(language: string, file: string): Catalogue {
  return JSON.parse(readFileSync(new URL(`${language}/${file}`, root), 'utf8')) as Catalogue;
}
function texts(message: Message): string[] {
  return typeof message === 'string' ? [message] : message.flatMap(({ match }) => Object.values(match));
}
function valuesIn(message: Message): string[] {
  const names = texts(message).flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]));
  return [...new Set(names as string[])].sort();
}
/** Values that the contract documents in the comment of a code. */
function documented(file: string, code: string): string[] {
  const source = readFileSync(new URL(`../../app/contract/${file}`, import.meta.url), 'utf8');
  const line = source.split('\n').find((one) => one.includes(`'${code}',`)) ?? '';
  const inside = /\{([^}]*)\}/.exec(line)?.[1] ?? '';
  return inside.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
}

test('both languages have the same files', () => {
  expect(readdirSync(new URL('ko/', root)).sort()).toEqual(files);
});

test('every file of the catalogue is named in the settings', () => {
  const settings = readFileSync(
    new URL('../../renderer/project.inlang/settings.json', import.meta.url),
    'utf8',
  );
  for (const file of files) expect(settings).toContain(`{locale}/${file}`);
});

describe.each(files)('%s', (file) => {
  const english = read('en', file);
  const korean = read('ko', file);

  test('has the same keys in English and Korean', () => {
    expect(Object.keys(korean).sort()).toEqual(Object.keys(english).sort());
  });

  test('speaks of the same values in both languages', () => {
    for (const [key, message] of Object.entries(english)) {
      const spoken = valuesIn(message);
      if (spoken.includes('message')) continue;
      expect({ key, values: valuesIn(korean[key] ?? '') }).toEqual({ key, values: spoken });
    }
  });

  test('has no empty text', () => {
    for (const catalogue of [english, korean])
      for (const [key, message] of Object.entries(catalogue))
        for (const text of texts(message)) expect(text.trim(), key).not.toBe('');
  });
});

test.each(issueCodes)('the issue %s has a Korean sentence of documented values', (code) => {
  const sentence = read('ko', 'issues.json')[`issue_${code}`];
  expect(sentence).toBeDefined();
  expect(documented('issues.ts', code)).toEqual(expect.arrayContaining(valuesIn(sentence ?? '')));
});

test.each(errorCodes)('the error %s has a Korean sentence of documented values', (code) => {
  const sentence = read('ko', 'errors.json')[`error_${code}`];
  expect(sentence).toBeDefined();
  expect(documented('errors.ts', code)).toEqual(expect.arrayContaining(valuesIn(sentence ?? '')));
});

test('issues and errors are the only codes in their files', () => {
  expect(Object.keys(read('ko', 'issues.json')).sort()).toEqual(
    issueCodes.map((code) => `issue_${code}`).sort(),
  );
  expect(Object.keys(read('ko', 'errors.json')).sort()).toEqual(
    errorCodes.map((code) => `error_${code}`).sort(),
  );
});
