// The verdict in words, with the rows it was found on named for what they are.

import type { Coverage } from '../../../app/contract/run/calibration.ts';
import { type Lead, leadKind, type MainMetric } from '../../../app/contract/run/comparison.ts';
import type { Evaluation } from '../../../app/contract/run/evaluation.ts';
import type { Part } from '../../../app/contract/run/parts.ts';
import type { Unit } from '../../../app/contract/table/unit.ts';
import { m } from '../../paraglide/messages.js';
import { counts } from '../counts.ts';
import { measuredIn } from '../inUnits.ts';
import { numbers } from '../numbers.ts';
import { nameInSentence } from '../oneLine.ts';
import { beatsGuess, type ClassVerdict, type Compared, fewRows, type Verdict } from './verdict.ts';

type Judged = Pick<Evaluation, 'on' | 'newRows'>;

function rowsOf({ on: part, newRows }: Judged, rows: number): string {
  const values = { count: rows, text: numbers().whole(rows) };
  if (newRows) return m.verdict_rows_new(values);
  if (part === 'test') return m.verdict_rows_test(values);
  return part === 'validation' ? m.verdict_rows_validation(values) : m.verdict_rows_train(values);
}

export function verdictTitle(verdict: Verdict, judged: Judged): string {
  const format = numbers();
  const rows = rowsOf(judged, verdict.rows);
  if (verdict.kind === 'class' && verdict.compared?.main === 'balancedAccuracy') {
    return m.verdict_class_balanced({
      share: format.percent(verdict.compared.network),
      rows,
      guess: nameInSentence(verdict.guess),
      guessShare: format.percent(verdict.compared.guess),
    });
  }
  if (verdict.kind === 'class') {
    return m.verdict_class({
      right: format.whole(verdict.right),
      rows,
      share: format.percent(verdict.share),
      guess: nameInSentence(verdict.guess),
      guessRight: format.whole(verdict.guessRight),
    });
  }
  if (verdict.error !== null && verdict.guessError !== null) {
    return m.verdict_number({
      target: nameInSentence(verdict.targets[0] ?? ''),
      error: measuredIn(verdict.unit)(verdict.error),
      guessError: measuredIn(verdict.unit)(verdict.guessError),
      rows,
    });
  }
  return m.verdict_targets({
    targets: format.list(verdict.targets.map(nameInSentence)),
    r2: verdict.r2 === null ? '–' : format.measure(verdict.r2),
    rows,
  });
}

/** The epoch whose weights are kept, and how many were trained. */
export interface Kept {
  epoch: number;
  of: number;
}

/** Where the best epoch is one of the first ones, training went past it almost at once. */
const earlyEpochs = 5;

/** Of an ensemble: how many networks predict together. */
export function averagedSentences({ kind }: Verdict, networks: number): string[] {
  if (networks < 2) return [];
  const values = { networks: numbers().whole(networks) };
  return [kind === 'class' ? m.verdict_ensemble_class(values) : m.verdict_ensemble_number(values)];
}

/** What the number can and cannot say, one sentence each. */
export function verdictSentences(verdict: Verdict, on: Part, kept: Kept | null = null): string[] {
  const format = numbers();
  const sentences = verdict.compared === null ? [] : comparedSentences(verdict.compared, verdict);
  if (verdict.kind === 'numeric' && verdict.r2 !== null && verdict.error !== null) {
    sentences.push(
      verdict.r2 < 0
        ? m.verdict_r2_negative({ r2: format.measure(verdict.r2) })
        : m.verdict_r2({ share: format.percent(verdict.r2) }),
    );
  }
  if (verdict.kind === 'numeric' && verdict.worst !== null)
    sentences.push(
      m.verdict_worst_target({
        target: nameInSentence(verdict.worst.name),
        r2: format.measure(verdict.worst.r2),
      }),
    );
  if (verdict.kind === 'class' && verdict.neverFound.length > 0) sentences.push(neverFoundSentence(verdict));
  if (!beatsGuess(verdict)) sentences.push(m.verdict_no_better());
  if (verdict.rows < fewRows && verdict.rows > 0) {
    sentences.push(
      verdict.kind === 'class'
        ? m.verdict_few_class({ rows: counts.rows(verdict.rows), points: format.percent(1 / verdict.rows) })
        : m.verdict_few_number({ rows: counts.rows(verdict.rows) }),
    );
  }
  if (kept !== null && kept.epoch <= earlyEpochs && kept.epoch < kept.of)
    sentences.push(m.verdict_early_epoch({ epoch: format.whole(kept.epoch), of: format.whole(kept.of) }));
  if (verdict.coverage !== null) sentences.push(...coverageSentences(verdict, verdict.coverage));
  if (on === 'validation') sentences.push(m.verdict_on_validation());
  if (on === 'train') sentences.push(m.verdict_on_train());
  return sentences;
}

/** Most classes that the sentence names. */
const mostNamed = 4;

function neverFoundSentence({ neverFound }: ClassVerdict): string {
  const named = numbers().list(neverFound.slice(0, mostNamed).map(nameInSentence));
  const more = neverFound.length - mostNamed;
  return more > 0
    ? m.verdict_never_found_more({ classes: named, more: counts.classes(more) })
    : m.verdict_never_found({ classes: named });
}

/** What was asked of the intervals, and what was measured; of several targets a table tells. */
function coverageSentences(verdict: Verdict, { level, margins, shares, setSize, from }: Coverage): string[] {
  const format = numbers();
  const values = {
    level: format.percent(level),
    share: format.percent(shares[0] ?? Number.NaN),
    from: counts.rows(from),
  };
  if (verdict.kind === 'class')
    return setSize === null ? [] : [m.verdict_coverage_sets({ ...values, size: format.measure(setSize) })];
  if (margins.length > 1) return [];
  return [m.verdict_coverage({ ...values, margin: measuredIn(verdict.unit)(margins[0] ?? Number.NaN) })];
}

/** How a value of the main metric is written, and a difference of two. */
export function mainWriter(main: MainMetric, unit: Unit | undefined) {
  const format = numbers();
  if (main === 'mae') return { value: measuredIn(unit), difference: measuredIn(unit) };
  if (main === 'r2') {
    const measure = (value: number) => format.measure(value);
    return { value: measure, difference: measure };
  }
  const points = (value: number) => {
    const count = Math.round(value * 1000) / 10;
    return m.points({ count, text: format.measure(count) });
  };
  return { value: (value: number) => format.percent(value), difference: points };
}

/** The interval of the score, and whether a linear model does as well. */
function comparedSentences(
  { main, interval, lead, network, memorised, asMany }: Compared,
  verdict: Verdict,
): string[] {
  const format = numbers();
  const write = mainWriter(main, verdict.kind === 'numeric' ? verdict.unit : undefined);
  const sentences: string[] = [];
  if (verdict.kind === 'class' && main === 'balancedAccuracy')
    sentences.push(
      m.verdict_balanced_rows({
        right: format.whole(verdict.right),
        rows: counts.rows(verdict.rows),
        share: format.percent(verdict.share),
        guess: nameInSentence(verdict.guess),
        guessRight: format.whole(verdict.guessRight),
      }),
    );
  if (interval !== null) {
    const range = { low: write.value(interval.low), high: write.value(interval.high) };
    sentences.push(repeatedSentence(interval, write.value) ?? intervalSentence(main, range));
  }
  const overFolds = interval?.over !== undefined && interval.by !== 'seeds';
  if (lead.linear !== null) {
    sentences.push(leadSentence(lead.linear, write.difference, overFolds));
    if (asMany !== null) sentences.push(m.verdict_linear_as_many({ class: nameInSentence(asMany) }));
  }
  if (memorised !== null) {
    const values = { train: write.value(memorised), here: write.value(network) };
    sentences.push(main === 'mae' ? m.verdict_memorised_error(values) : m.verdict_memorised(values));
  }
  return sentences;
}

/** Where the training was repeated; null where it was not. */
function repeatedSentence(
  { by, over, low, high }: NonNullable<Compared['interval']>,
  write: (value: number) => string,
): string | null {
  if (over === undefined) return null;
  const values = { count: over.count, mean: write(over.mean), low: write(low), high: write(high) };
  if (by === 'seeds') return m.verdict_over_seeds(values);
  return by === 'folds' ? m.verdict_over_folds(values) : m.verdict_over_folds_wilson(values);
}

function intervalSentence(main: MainMetric, range: { low: string; high: string }): string {
  switch (main) {
    case 'accuracy':
      return m.verdict_interval(range);
    case 'balancedAccuracy':
      return m.verdict_interval_balanced(range);
    case 'mae':
      return m.verdict_interval_error(range);
    case 'r2':
      return m.verdict_interval_r2(range);
  }
}

export function leadSentence(lead: Lead, write: (value: number) => string, overFolds: boolean): string {
  const range = { low: write(lead.low), high: write(lead.high) };
  switch (leadKind(lead)) {
    case 'better':
      return m.verdict_linear_better({ value: write(lead.value), ...range });
    case 'none':
      if (overFolds) return m.verdict_linear_none_folds(range);
      return lead.low === lead.high ? m.verdict_linear_same() : m.verdict_linear_none(range);
    case 'worse':
      return m.verdict_linear_worse({
        value: write(-lead.value),
        low: write(-lead.high),
        high: write(-lead.low),
      });
  }
}
