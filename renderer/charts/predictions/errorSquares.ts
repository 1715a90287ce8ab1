// The squared errors of some rows as squares: each has the line from the row to the curve as one side, so that its area on screen is
// the squared error.

import type { PlotLayout } from '../frame/plotLayout.ts';
import type { DrawnRow } from './predictionSlice.ts';

export interface ErrorSquare {
  /** Left upper corner and side, in CSS pixels. */
  left: number;
  top: number;
  side: number;
  /** Whether the row lies above the curve. */
  above: boolean;
}

/** More squares cover each other. */
const most = 60;

/** Of rows that are taken evenly. A square lies at the side of its row where there is room. */
export function errorSquares(
  rows: readonly DrawnRow[],
  layout: Pick<PlotLayout, 'x' | 'y' | 'left' | 'innerWidth'>,
): ErrorSquare[] {
  const known = rows.filter(({ prediction, validation }) => Number.isFinite(prediction) && !validation);
  const every = Math.max(1, Math.ceil(known.length / most));
  const right = layout.left + layout.innerWidth;
  return known
    .filter((_, k) => k % every === 0)
    .map(({ x, truth, prediction }) => {
      const [at, from, to] = [layout.x(x), layout.y(truth), layout.y(prediction)];
      const side = Math.abs(from - to);
      // Away from the curve's steep side it would lie on the curve; to the right it is read first.
      const left = at + side <= right ? at : at - side;
      return { left, top: Math.min(from, to), side, above: truth > prediction };
    });
}
