// The message catalogue: one text per key in every language, with the same values in it, and a Korean sentence for every code.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { errorCodes } from '../../../app/contract/issues/errors.ts';
import { issueCodes } from '../../../app/contract/issues/issues.ts';
import { reasonCodes } from '../../../app/contract/issues/reasons.ts';

const root = new URL('../../../renderer/messages/', import.meta.url);
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
  const source = readFileSync(new URL(`../../../app/contract/issues/${file}`, import.meta.url), 'utf8');
  const line = source.split('\n').find((one) => one.includes(`'${code}',`)) ?? '';
  const inside = /\{([^}]*)\}/.exec(line)?.[1] ?? '';
  return inside.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
}

test('both languages have the same files', () => {
  expect(readdirSync(new URL('ko/', root)).sort()).toEqual(files);
});

test('every file of the catalogue is named in the settings', () => {
  const settings = readFileSync(
    new URL('../../../renderer/project.inlang/settings.json', import.meta.url),
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

const codes = [
  { kind: 'issue', list: issueCodes, source: 'issues.ts', file: 'issues.json' },
  { kind: 'error', list: errorCodes, source: 'errors.ts', file: 'errors.json' },
  { kind: 'reason', list: reasonCodes, source: 'reasons.ts', file: 'reasons.json' },
];

describe.each(codes)('each $kind', ({ kind, list, source, file }) => {
  const korean = read('ko', file);

  test.each([...list])('%s has a Korean sentence of documented values', (code) => {
    const sentence = korean[`${kind}_${code}`];
    expect(sentence).toBeDefined();
    expect(documented(source, code)).toEqual(expect.arrayContaining(valuesIn(sentence ?? '')));
  });

  test('is the only thing in its file', () => {
    expect(Object.keys(korean).sort()).toEqual(list.map((code) => `${kind}_${code}`).sort());
  });
});
