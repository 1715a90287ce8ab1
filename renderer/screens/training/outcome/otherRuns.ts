// Kept runs as curves on the axes of the current run. `reasons` says why a measure is not comparable.

import type { ComparedRun, RunSummary } from '../../../../app/contract/run/training.ts';
import type { OtherRun } from '../../../charts/curves/measures.ts';
import { classToken } from '../../../charts/marks/classMark.ts';
import { runDashes } from '../../../charts/marks/runMark.ts';
import { m } from '../../../paraglide/messages.js';
import { type LossOf, lossDifference, sameScale } from '../../../state/run/comparableLoss.ts';
import { LossHistory } from '../../../state/run/lossHistory.ts';
import { differenceWords } from '../../../wording/lossDifference.ts';
import { numbers } from '../../../wording/numbers.ts';

/** The run's name, or else its start time and learning rate, which distinguish runs of one table. */
export function shortName({ name, startedAt, optimizer }: RunSummary): string {
  if (name !== '') return name;
  const format = numbers();
  return m.compare_unnamed({
    when: format.moment(startedAt),
    rate: format.exact(optimizer.learningRate),
  });
}

/** Most networks of an ensemble that are drawn one by one. */
const mostMembers = 20;

/** The networks of an ensemble that have begun, beside their mean. */
export function memberCurves(members: readonly LossHistory[]): OtherRun[] {
  return members.slice(0, mostMembers).flatMap((history, k) => {
    if (history.length === 0) return [];
    return [
      {
        ...{ id: `member-${k}`, name: m.ensemble_member({ number: numbers().whole(k + 1) }), history },
        ...{ token: classToken(k), dash: runDashes(k + 1) },
        reasons: { loss: null, score: null, rate: null },
      },
    ];
  });
}

/** @param index of the run among the ticked ones, which decides its colour and dash; the current run's lines are solid. */
export function otherRun(
  { summary, spec, records }: ComparedRun,
  index: number,
  current: LossOf,
  validated: boolean,
): OtherRun {
  const history = new LossHistory();
  history.put(0, records);
  const scored = records.some(({ validationLoss }) => validationLoss !== null);
  const own = { spec, fileName: summary.fileName };
  const difference = lossDifference(own, current);
  const unseen = validated && !scored ? m.compare_no_validation() : null;
  return {
    id: summary.id,
    name: shortName(summary),
    history,
    token: classToken(index),
    dash: runDashes(index + 1),
    reasons: {
      loss: difference === null ? unseen : differenceWords(difference),
      score: unseen ?? (sameScale(own, current) ? null : m.compare_other_rows()),
      rate: null,
    },
  };
}
