// Cross-validation and repeated seeds in words: each test score over all of them, its mean and its standard deviation, and the
// interval of the main one.

import type { Scores } from '../../../contract/run/evaluation.ts';
import type { RepeatKind, RepeatsSummary } from '../../../contract/run/repeats.ts';
import type { Unit } from '../../../contract/table/unit.ts';
import { intervalWords, leadSentences, mainNames } from './comparison.ts';
import { scoreNames, scoreNamesOf, writtenScore } from './describe.ts';
import { measured } from './describeTable.ts';
import { table } from './figures.ts';

export interface RepeatedScore {
  mean: number;
  /** Sample standard deviation (n - 1). */
  deviation: number;
  /** Of each, in their order. */
  values: number[];
}

/** By the names of the scores; one that some of them has not (R² of a constant) is left out. */
export function repeatedScores(tests: readonly Scores[]): Map<string, RepeatedScore> {
  const entries = scoreNames.flatMap(([key]): [string, RepeatedScore][] => {
    const values = tests.map((scores) => Object.entries(scores).find(([name]) => name === key)?.[1]);
    const there = values.filter((score) => typeof score === 'number');
    if (there.length < tests.length || there.length < 2) return [];
    const mean = there.reduce((sum, score) => sum + score, 0) / there.length;
    const squares = there.reduce((sum, score) => sum + (score - mean) ** 2, 0);
    return [[key, { mean, deviation: Math.sqrt(squares / (there.length - 1)), values: there }]];
  });
  return new Map(entries);
}

/** As in the JSON line, where the single values are under `folds` or `seeds`. */
export function scoreFields(scores: ReadonlyMap<string, RepeatedScore>, kind: RepeatKind) {
  return Object.fromEntries(
    [...scores].map(([key, { mean, deviation, values }]) => [key, { mean, deviation, [kind]: values }]),
  );
}

/** `unit`: of the target's values. */
export function repeatTable(
  scores: ReadonlyMap<string, RepeatedScore>,
  { unit, severalTargets = false }: { unit?: Unit; severalTargets?: boolean } = {},
): string[] {
  const lines = scoreNamesOf(severalTargets).flatMap(([key, name]) => {
    const score = scores.get(key);
    if (score === undefined) return [];
    const values = [score.mean, score.deviation, Math.min(...score.values), Math.max(...score.values)];
    return [[name, ...values.map((value) => writtenScore(key, value, unit))]];
  });
  const head = ['test', 'mean', 'std. dev.', 'lowest', 'highest'];
  return table([head, ...lines], [false, true, true, true, true]);
}

/** The interval of the main metric, and whether the network is better than the simple models. */
export function summarySentences(
  kind: RepeatKind,
  { main, network, linear, guess, interval, lead, counted }: RepeatsSummary,
  unit?: Unit,
): string[] {
  const write = (value: number) => measured(value, main === 'mae' ? unit : undefined);
  const range =
    interval === null
      ? ''
      : ` (95 % confidence interval ${write(interval.low)} to ${write(interval.high)}, ${intervalWords[interval.by]})`;
  const simple = linear === null ? '' : `, a linear model ${write(linear.mean)}`;
  const over = kind === 'folds' ? 'folds' : 'seeds on the same rows';
  return [
    `Over ${counted} ${over}: ${mainNames[main]} ${write(network.mean)} on average${range}; always guessing ${write(guess.mean)}${simple}.`,
    // Seeds share their test rows: they do not tell how the lead varies with the rows.
    ...(kind === 'folds' ? leadSentences(lead.linear, 'the linear model', write, 'folds') : []),
  ];
}
