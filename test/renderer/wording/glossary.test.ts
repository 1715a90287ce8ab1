// The catalogue keeps to the glossary: no text has a word that docs/glossary.md forbids, no Korean particle depends on a value, and
// a number of epochs is one word (20에포크).
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import terms from '../../../renderer/wording/glossaryTerms.json' with { type: 'json' };
import { glossaryRows, wholeWords } from '../../structure/glossaryRows.ts';

const messages = new URL('../../../renderer/messages/', import.meta.url);

type Message = string | { match: Record<string, string> }[];

interface Text {
  place: string;
  text: string;
}

function catalogue(language: 'en' | 'ko'): Text[] {
  const folder = new URL(`${language}/`, messages);
  return readdirSync(folder).flatMap((file) => {
    const entries = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Record<string, Message>;
    return Object.entries(entries).flatMap(([key, message]) =>
      (typeof message === 'string' ? [message] : message.flatMap(({ match }) => Object.values(match))).map(
        (text) => ({ place: `${language} ${key}`, text }),
      ),
    );
  });
}

/** What a text says itself: without its values and without the terms of a row. */
function own(text: string, terms: readonly string[]): string {
  const said = text.replace(/\{\w+\}/g, '{}');
  return terms.reduce((rest, term) => (term === '' ? rest : rest.replace(wholeWords(term), '')), said);
}

function placesOf(texts: readonly Text[], pattern: RegExp): string[] {
  return texts.filter(({ text }) => new RegExp(pattern.source).test(text)).map(({ place }) => place);
}

/** The meanings of the glossary itself, which are tooltips. */
const meanings = terms.flatMap(({ term, meaning }) =>
  Object.values(meaning).map((text) => ({ place: `meaning of ${term.en}`, text })),
);
const all = [...catalogue('en'), ...catalogue('ko'), ...meanings];
const forbidden = glossaryRows().flatMap(({ terms, never }) => never.map((word) => [word, terms] as const));

test('the glossary forbids words that can be searched for', () => {
  expect(forbidden.length).toBeGreaterThan(50);
  expect(forbidden).toContainEqual(['by heart', ['overfitting']]);
});

test.each(forbidden)('no text says “%s”, which the glossary forbids', (word, terms) => {
  const places = all.filter(({ text }) => wholeWords(word).test(own(text, terms))).map(({ place }) => place);
  expect(places).toEqual([]);
});

describe('in Korean', () => {
  const korean = catalogue('ko');

  test('no particle leaves its form to the value before it', () => {
    expect(
      placesOf(korean, /이\(가\)|가\(이\)|을\(를\)|를\(을\)|은\(는\)|는\(은\)|\(으\)로|와\(과\)|과\(와\)/),
    ).toEqual([]);
  });

  test('a number of epochs is one word', () => {
    expect(placesOf(korean, /(\}|\d) +에포크/)).toEqual([]);
  });
});
