// The verdict in words, with the rows it was found on named for what they are.

import type { Evaluation, Part } from '../../../app/contract/run/evaluation.ts';
import { m } from '../../paraglide/messages.js';
import { counts } from '../../wording/counts.ts';
import { measuredIn } from '../../wording/inUnits.ts';
import { numbers } from '../../wording/numbers.ts';
import { nameInSentence } from '../../wording/oneLine.ts';
import { beatsGuess, fewRows, type Verdict } from './verdict.ts';

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

/** What the number can and cannot say, one sentence each. */
export function verdictSentences(verdict: Verdict, on: Part): string[] {
  const format = numbers();
  const sentences: string[] = [];
  if (verdict.kind === 'class') {
    sentences.push(
      m.verdict_interval({
        low: format.percent(verdict.interval[0]),
        high: format.percent(verdict.interval[1]),
      }),
    );
  } else if (verdict.r2 !== null && verdict.error !== null) {
    sentences.push(
      verdict.r2 < 0
        ? m.verdict_r2_negative({ r2: format.measure(verdict.r2) })
        : m.verdict_r2({ share: format.percent(verdict.r2) }),
    );
  }
  if (!beatsGuess(verdict)) sentences.push(m.verdict_no_better());
  if (verdict.rows < fewRows && verdict.rows > 0) {
    sentences.push(
      verdict.kind === 'class'
        ? m.verdict_few_class({ rows: counts.rows(verdict.rows), points: format.percent(1 / verdict.rows) })
        : m.verdict_few_number({ rows: counts.rows(verdict.rows) }),
    );
  }
  if (on === 'validation') sentences.push(m.verdict_on_validation());
  if (on === 'train') sentences.push(m.verdict_on_train());
  return sentences;
}
