// Repeats in words: how far they are, and what they show.

import type { Repeat, RepeatKind, RepeatsSummary, RepeatsUpdate } from '../../../app/contract/run/repeats.ts';
import type { RunSpec } from '../../../app/contract/spec/spec.ts';
import type { Unit } from '../../../app/contract/table/unit.ts';
import { m } from '../../paraglide/messages.js';
import { duration } from '../duration.ts';
import { numbers } from '../numbers.ts';
import { metricName } from './comparisonChart.ts';
import { leadSentence, mainWriter } from './verdictWords.ts';

export function repeatName(kind: RepeatKind, number: number): string {
  const values = { number: String(number) };
  return kind === 'folds' ? m.repeats_fold(values) : m.repeats_seed(values);
}

/** What repeats of a run with this spec show. */
export function aboutRepeats(kind: RepeatKind, spec: RunSpec | undefined): string {
  if (kind === 'folds') return m.repeats_about_folds();
  return spec?.model.initialWeights ? m.repeats_about_seeds_by_hand() : m.repeats_about_seeds();
}

export function stateWords({ state, failure }: Repeat): string {
  switch (state) {
    case 'waiting':
    case 'ready':
      return m.repeats_state_waiting();
    case 'running':
    case 'paused':
      return m.repeats_state_running();
    case 'finished':
      return m.repeats_state_finished();
    case 'diverged':
      return m.repeats_state_diverged();
    case 'failed':
      return failure === null ? m.repeats_state_failed() : m.repeats_state_failed_why({ reason: failure });
    default:
      return m.repeats_state_stopped();
  }
}

export function progressWords(ended: number, count: number, secondsLeft: number | null): string {
  const values = { ended: numbers().whole(ended), count: numbers().whole(count) };
  return secondsLeft === null
    ? m.repeats_progress(values)
    : m.repeats_progress_left({ ...values, left: duration(secondsLeft) });
}

/** What those that ended by themselves show, one sentence each. */
export function summarySentences(
  kind: RepeatKind,
  { main, network, interval, lead, counted }: RepeatsSummary,
  { members, state }: Pick<RepeatsUpdate, 'state'> & { members: readonly Repeat[] },
  unit: Unit | undefined,
): string[] {
  const write = mainWriter(main, unit);
  const values = {
    count: counted,
    metric: metricName(main),
    mean: write.value(network.mean),
    deviation: write.difference(network.deviation),
  };
  const sentences: string[] = [
    kind === 'folds' ? m.repeats_mean_folds(values) : m.repeats_mean_seeds(values),
  ];
  if (interval === null) sentences.push(m.repeats_interval_none());
  else {
    const range = { low: write.value(interval.low), high: write.value(interval.high) };
    if (interval.by === 'folds') sentences.push(m.repeats_interval_folds(range));
    else
      sentences.push(
        interval.by === 'seeds' ? m.repeats_interval_seeds(range) : m.repeats_interval_wilson(range),
      );
  }
  if (kind === 'folds' && lead.linear !== null)
    sentences.push(leadSentence(lead.linear, write.difference, true));
  const left = members.length - counted;
  if (left > 0 && state !== 'running')
    sentences.push(m.repeats_left_out({ count: left, all: numbers().whole(members.length) }));
  return sentences;
}
