// A number beside a noun: English has a form for one, and no message can come to say "1 rows". Values that are counted in words
// already ("13 rows") have no noun behind them in the message. Korean has no plural; its counters follow the number without a space.
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { overwriteGetLocale } from '../../../renderer/paraglide/runtime.js';
import { counts } from '../../../renderer/wording/counts.ts';

const messages = new URL('../../../renderer/messages/', import.meta.url);
type Message = string | { selectors?: string[]; match: Record<string, string> }[];

function catalogue(language: 'en' | 'ko'): [key: string, message: Message][] {
  const folder = new URL(`${language}/`, messages);
  return readdirSync(folder).flatMap((file) =>
    Object.entries(JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Record<string, Message>),
  );
}

/** What is counted anywhere; a noun that is new to the messages belongs here. */
const nouns =
  'batches|categories|cells|classes|columns|diagnoses|digits|entrants|epochs|features|fields|files|folds|gradients|groups|inputs|layers|levels|lines|models|multiplications|numbers|outputs|parameters|parts|points|problems|rows|runs|steps|targets|terms|times|units|values|weights|words';
const between = 'more|different|other|whole|most|frequent|training|validation|test|hidden|column';
/** A value, words that may stand between, and a plural noun or verb: "{count} more columns", "{count} more are". */
const plural = new RegExp(
  String.raw`\{\w+\} (?:(?:${between}) ){0,3}(?:${nouns})\b|\{\w+\} (?:more )(?:are|were|have)\b`,
);

/** Messages whose number is never 1, or counts nothing, with the reason. */
const neverOne: Record<string, string> = {
  remedy_levels: 'the limit, 100, or what a person set for more categories than that',
  column_several: 'said of two columns or more',
  table_type_of_several: 'said of two columns or more',
  table_role_of_several: 'said of two columns or more',
  undo_of_columns: 'one column has a text of its own',
  because_several: 'said of two targets or more',
  pick_title: 'said of two files or more',
  dataset_files_count: 'said of two files or more',
  loss_fits_classes: 'a target has two classes or more',
  loss_means_categorical_cross_entropy: 'a target has two classes or more',
  model_layers_full: 'the limit of layers',
  stack_too_many: 'more than the limit of layers',
  model_steps_one: 'three rows or more are needed to train',
  model_steps_even: 'one step has a text of its own',
  model_steps_uneven: 'one step has a text of its own',
  error_archive_bomb: 'a ratio far above 1',
  error_race_too_large: 'a race has two entrants or more',
  race_full: 'the limit of entrants',
  repeats_start_folds: 'there are two folds or more',
  repeats_mean_folds: 'there are two folds or more',
  search_facts: 'there are two folds or more',
  search_facts_no_test: 'there are two folds or more',
  search_facts_seconds: 'there are two folds or more',
  search_picture: 'there are two folds or more',
  search_picture_one: 'there are two folds or more',
  verdict_over_folds: 'there are two folds or more',
  verdict_over_folds_wilson: 'there are two folds or more',
  race_few: 'the least number of entrants, two',
  runs_race_few: 'two and six',
  compare_full: 'the limit of runs',
  start_all_runs: 'said of more runs than the list shows',
  doctor_loss_rising: 'the doctor looks at a window of several epochs',
  doctor_rate_too_small: 'the doctor looks at a window of several epochs',
  doctor_plateau: 'the doctor looks at a window of several epochs',
  doctor_going_well: 'the doctor looks at a window of several epochs',
  doctor_large_gap: 'more parameters than rows, and three rows or more are needed to train',
  doctor_units_alike: 'one unit is like no other',
  issue_memory_too_large: 'memory that holds no two units holds no rows either',
  issue_memory_of_rows_too_large: 'memory for one row is memory for thousands',
  fix_units: 'as the issue that it is for',
  progress_rate: 'a unit, rows/s, as km/h',
  prediction_some_drawn: 'more rows than are drawn',
  initial_weights_many: 'shown for more than 64',
  initial_weights_too_many: 'shown for thousands',
  walk_costs: 'a layer has a weight and a bias at least',
  walk_checked: 'a layer has a weight and a bias, and three rows or more are needed to train',
  walk_checked_some: 'a layer has a weight and a bias, and three rows or more are needed to train',
  walk_checked_wrong: 'three rows or more are needed to train',
  why_importance_caption: 'columns are shuffled 20 or 50 times',
  why_importance_caption_some: 'of 500 rows or more some are chosen',
  why_walk_large: 'the limit of parameters',
  why_means_factor: 'a name before “times”, which multiplies',
  why_means_odds: 'a name before “times”, which multiplies',
  why_errors_squares: 'errors need more rows than coefficients, and two at least',
  why_errors_fisher: 'errors need more rows than coefficients, and two at least',
  whatif_interval_short: 'said where one validation row is too few',
  whatif_more_classes: 'more classes than are shown',
  whatif_more_columns: 'more columns than are shown',
};

const english = catalogue('en');
const risky = english.flatMap(([key, message]) =>
  typeof message === 'string' && plural.test(message) ? [key] : [],
);

test('no message says “1 rows”', () => {
  expect(risky.filter((key) => !(key in neverOne))).toEqual([]);
});

test('every exception is still one', () => {
  expect(Object.keys(neverOne).filter((key) => !risky.includes(key))).toEqual([]);
});

test('what would say “1 rows” is found', () => {
  for (const text of [
    '{count} rows',
    '{text} more columns',
    'and {n} different values',
    '{count} more are not',
  ])
    expect(plural.test(text), text).toBe(true);
  for (const text of ['{rows} left out', 'Epoch {epoch} of {epochs}', 'rows: {count}', '{name} from {min}'])
    expect(plural.test(text), text).toBe(false);
});

const counted = english.flatMap(([key, message]) =>
  typeof message !== 'string' && message[0]?.selectors?.includes('form')
    ? [{ key, match: message[0].match }]
    : [],
);

test.each(counted)('$key has a form for one without its number and one for others with it', ({ match }) => {
  expect(Object.keys(match)).toEqual(['form=one', 'form=other']);
  expect(match['form=one']).not.toMatch(/\{(count|text)\}/);
  expect(match['form=one']).not.toMatch(new RegExp(String.raw`\b1 (\w+ )?(${nouns})\b`));
});

describe('counts in words', () => {
  afterEach(() => overwriteGetLocale(() => 'en'));

  test.each(Object.keys(counts) as (keyof typeof counts)[])(
    'of %s are right for 0, 1, 2 and 1,000',
    (what) => {
      const [none, one, two, many] = [0, 1, 2, 1_000].map((count) => counts[what](count));
      expect(one).toMatch(/^1 /);
      expect([none?.replace('0', '#'), many?.replace('1,000', '#')]).toEqual(
        Array(2).fill(two?.replace('2', '#')),
      );
      expect(one?.slice(2)).not.toBe(two?.slice(2));
    },
  );

  test('follow the number without a space in Korean', () => {
    overwriteGetLocale(() => 'ko');
    expect(counts.epochs(20)).toBe('20에포크');
    for (const what of Object.keys(counts) as (keyof typeof counts)[])
      expect(counts[what](1_000)).toMatch(/1,000[가-힣]/);
  });
});

test('no Korean counter stands apart from its number', () => {
  const numbers = 'count|text|rows|epochs?|units|folds|steps|classes|done|open|batch|limit|most|max';
  const apart = new RegExp(String.raw`(?:\{(?:${numbers})\}|\d) (?:개|행|열|에포크|번|회|단계|스텝|초|층)`);
  const texts = catalogue('ko').flatMap(([key, message]) =>
    (typeof message === 'string' ? [message] : message.flatMap(({ match }) => Object.values(match))).map(
      (text) => [key, text] as const,
    ),
  );
  expect(texts.filter(([, text]) => apart.test(text))).toEqual([]);
});
