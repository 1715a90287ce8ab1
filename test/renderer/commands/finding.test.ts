// What the palette finds for what is typed, and in which order.
import { describe, expect, test } from 'vitest';
import type { Entry, Group } from '../../../renderer/commands/entries/entry.ts';
import { folded } from '../../../renderer/commands/finding/foldedText.ts';
import { Finder } from '../../../renderer/commands/finding/found.ts';
import { matchOf, wordsOf } from '../../../renderer/commands/finding/match.ts';

function entry(name: string, also?: string, group: Group = 'settings', reason: string | null = null): Entry {
  return {
    id: name,
    group,
    icon: 'table',
    name,
    ...(also ? { also } : {}),
    detail: '',
    reason,
    act: () => {},
  };
}
const names = (query: string, entries: Entry[], only: Group | null = null) =>
  new Finder(entries).find(query, only).flatMap(({ found }) => found.map((one) => one.entry.name));
const settings = [
  'Minimum learning rate',
  'Learning rate η',
  'Batch size',
  'Separate rate',
  'Early stopping',
];
const english = settings.map((name) => entry(name));
const marked = (query: string, text: string) =>
  matchOf(wordsOf(query), folded(text))?.ranges.map(([from, to]) => text.normalize('NFC').slice(from, to));

describe('the order of what is found', () => {
  test('the beginning of the name before the beginning of a word before its inside', () => {
    expect(names('rate', [entry('Separate'), entry('Learning rate'), entry('Rate test')])).toEqual([
      'Rate test',
      'Learning rate',
      'Separate',
    ]);
  });
  test('of two that fit alike the shorter one comes first', () => {
    expect(names('learning', english)).toEqual(['Learning rate η', 'Minimum learning rate']);
  });
  test('initials of words', () => {
    expect(names('es', english)).toEqual(['Early stopping']);
    expect(names('lr', english)[0]).toBe('Learning rate η');
  });
  test('all words, in any order', () => {
    expect(names('rate min', english)).toEqual(['Minimum learning rate']);
  });
  test('letters that were left out', () => {
    expect(names('lrning', english)).toEqual(['Learning rate η', 'Minimum learning rate']);
    expect(names('xyz', english)).toEqual([]);
  });
  test('the group with the best match is first', () => {
    const entries = [entry('Learning rate'), entry('rate', undefined, 'columns')];
    expect(new Finder(entries).find('rate', null).map(({ group }) => group)).toEqual(['columns', 'settings']);
  });
  test('what can be done comes before a term of the same name', () => {
    expect(names('rate', [entry('rate', undefined, 'terms'), entry('rate of learning')])).toEqual([
      'rate of learning',
      'rate',
    ]);
  });
  test('letters far apart count only where there is nothing better', () => {
    expect(names('rate', [entry('Race optimizers'), entry('Learning rate')])).toEqual(['Learning rate']);
    expect(names('rate', [entry('Race optimizers')])).toEqual(['Race optimizers']);
  });
  test('what is found by its other name comes after what is found by its own', () => {
    expect(names('rate', [entry('학습률', 'rate'), entry('Learning rate')])).toEqual([
      'Learning rate',
      '학습률',
    ]);
  });
});

describe('what a name is made of', () => {
  test.each([
    ['a syllable that is still being typed', '하', '학습률'],
    ['initials of syllables', 'ㅎㅅㄹ', '학습률'],
    ['a last consonant that belongs to the next syllable', '가줓', '가중치'],
    ['a file name of a Mac, in NFD', '학습', '학습률'.normalize('NFD')],
    ['no accents', 'temperature', 'Température'],
    ['words within a name of one piece', 'length', 'petalLength'],
    ['underscores', 'petal len', 'petal_length_cm'],
    ['a small digit', 'β1', 'β₁'],
    ['only punctuation', '%', '%'],
  ])('%s', (_, query, name) => {
    expect(names(query, [entry(name)])).toEqual([name]);
  });
  test('a syllable is not found by its inside', () => {
    expect(names('ㅏㄱ', [entry('학습률')])).toEqual([]);
  });
  test('whole characters are marked, also where a part of one was typed', () => {
    expect(marked('스', '학습률')).toEqual(['습']);
    expect(marked('rate', 'Learning rate η')).toEqual(['rate']);
    expect(marked('lr', 'Learning rate')).toEqual(['L', 'r']);
  });
});

describe('the list', () => {
  test('without a query it has what can be done, and no columns', () => {
    const entries = [
      entry('Train', undefined, 'actions'),
      entry('Pause', undefined, 'actions', 'No run'),
      entry('age', undefined, 'columns'),
    ];
    expect(names('', entries)).toEqual(['Train']);
    expect(names('', entries, 'columns')).toEqual(['age']);
  });
  test('of five hundred columns it lists a few and counts all', () => {
    const columns = Array.from({ length: 500 }, (_, i) => entry(`column ${i}`, undefined, 'columns'));
    const [group] = new Finder(columns).find('column', null);
    expect(group).toMatchObject({ count: 500 });
    expect(group?.found).toHaveLength(7);
    expect(new Finder(columns).find('column', 'columns')[0]?.found).toHaveLength(100);
  });
});
