// Kept runs as curves beside the current run's. With a different loss function or different rows the numbers are not comparable; `reasons`
// says so.

import type { ComparedRun, RunSummary } from '../../../../app/contract/run/training.ts';
import type { RunSpec } from '../../../../app/contract/spec/spec.ts';
import type { OtherRun } from '../../../charts/curves/measures.ts';
import { classToken } from '../../../charts/marks/classMark.ts';
import { runDashes } from '../../../charts/marks/runMark.ts';
import { m } from '../../../paraglide/messages.js';
import { LossHistory } from '../../../state/run/lossHistory.ts';
import { numbers } from '../../../wording/numbers.ts';

/** Its name, or else when it was and how fast it learned: among runs of one table that tells them apart. */
export function shortName({ name, startedAt, optimizer }: RunSummary): string {
  if (name !== '') return name;
  const format = numbers();
  return m.compare_unnamed({
    when: format.moment(startedAt),
    rate: format.exact(optimizer.learningRate),
  });
}

/** @param index of the run among those that are ticked, which decides its colour and dash; the current run's lines are whole. */
export function otherRun(
  { summary, spec, records }: ComparedRun,
  index: number,
  current: RunSpec,
  validated: boolean,
): OtherRun {
  const history = new LossHistory();
  history.put(0, records);
  const scored = records.some(({ validationLoss }) => validationLoss !== null);
  const unseen = validated && !scored ? m.compare_no_validation() : null;
  return {
    id: summary.id,
    name: shortName(summary),
    history,
    token: classToken(index),
    dash: runDashes(index + 1),
    reasons: {
      loss: sameLoss(spec, current) ? unseen : m.compare_other_loss(),
      score: unseen ?? (sameScale(spec, current) ? null : m.compare_other_rows()),
      rate: null,
    },
  };
}

function sameLoss(one: RunSpec, other: RunSpec): boolean {
  const of = ({ training: { loss, lossSettings } }: RunSpec) => JSON.stringify([loss, lossSettings]);
  return of(one) === of(other);
}

/** An error is kept in the scale of the training rows' targets; an accuracy has none. */
function sameScale(one: RunSpec, other: RunSpec): boolean {
  const of = ({ data, seed }: RunSpec) => JSON.stringify([data, seed]);
  return other.data.task !== 'regression' || of(one) === of(other);
}
