// Where a threshold lies on each curve; null where it selects no row and the curve has no point there.

import type { Curves } from '../../../../../app/contract/run/curves.ts';
import type { Point } from '../../../../charts/thresholds/pathOf.ts';
import { outcomeAt } from '../../../../panes/results/thresholdCosts.ts';

interface CurveMarks {
  roc: Point | null;
  precisionRecall: Point | null;
  gain: Point | null;
  lift: Point | null;
}

/** @param stop index of the threshold's stop. */
export function curveMarks(curves: Curves, stop: number): CurveMarks {
  const { positives, negatives } = curves;
  const { found, falseAlarms, precision, recall } = outcomeAt(curves, stop);
  if (recall === null || negatives === 0) return { roc: null, precisionRecall: null, gain: null, lift: null };
  const rows = positives + negatives;
  const selected = (found + falseAlarms) / rows;
  return {
    roc: [falseAlarms / negatives, recall],
    precisionRecall: precision === null ? null : [recall, precision],
    gain: [selected, recall],
    lift: precision === null ? null : [selected, (precision * rows) / positives],
  };
}
