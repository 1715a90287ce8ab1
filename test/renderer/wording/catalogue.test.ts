// The message catalogue: one text per key in every language, with the same values in it, and a Korean sentence for every code.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { diagnosisValues } from '../../../app/contract/issues/diagnoses.ts';
import { errorValues } from '../../../app/contract/issues/errors.ts';
import { issueValues } from '../../../app/contract/issues/issues.ts';
import { reasonValues } from '../../../app/contract/issues/reasons.ts';
import type { ValueTable } from '../../../app/contract/issues/valueTable.ts';

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

test('no key is written twice in a language, since JSON would keep the last one in silence', () => {
  for (const language of ['en', 'ko']) {
    const keys = files.flatMap((file) =>
      [...readFileSync(new URL(`${language}/${file}`, root), 'utf8').matchAll(/^ {2}"(\w+)":/gm)].map(
        ([, key]) => key,
      ),
    );
    expect(keys.filter((key, at) => keys.indexOf(key) < at)).toEqual([]);
  }
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

const tables: { kind: string; values: ValueTable; file: string }[] = [
  { kind: 'issue', values: issueValues, file: 'issues.json' },
  { kind: 'error', values: errorValues, file: 'errors.json' },
  { kind: 'reason', values: reasonValues, file: 'reasons.json' },
];

describe.each(tables)('each $kind', ({ kind, values, file }) => {
  const korean = read('ko', file);

  test.each(Object.keys(values))('%s has a Korean sentence of values that it carries', (code) => {
    const sentence = korean[`${kind}_${code}`];
    expect(sentence).toBeDefined();
    expect(Object.keys(values[code] ?? {})).toEqual(expect.arrayContaining(valuesIn(sentence ?? '')));
  });

  test('is the only thing in its file', () => {
    expect(Object.keys(korean).sort()).toEqual(
      Object.keys(values)
        .map((code) => `${kind}_${code}`)
        .sort(),
    );
  });
});

describe.each(Object.entries(diagnosisValues))("the doctor's diagnosis %s", (code, values) => {
  test.each(['en', 'ko'])('has a title and a sentence of values that it carries, in %s', (language) => {
    const catalogue = read(language, 'doctor.json');
    for (const key of [`doctor_${code}_title`, `doctor_${code}`]) {
      expect(catalogue[key], key).toBeDefined();
      expect(Object.keys(values)).toEqual(expect.arrayContaining(valuesIn(catalogue[key] ?? '')));
    }
  });
});
