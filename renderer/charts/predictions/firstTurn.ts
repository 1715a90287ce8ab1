// From which side a surface over two features is first seen. A plane that is seen along its slope is only a line, so of four sides the one
// is taken to which it falls: there its upper side is turned to the eye. The actual values decide, and not the predictions, so that
// the picture does not jump as the network learns.

import type { DrawnRow } from './predictionSlice.ts';
import type { Turn } from './space.ts';

const sides = [32, 122, 212, 302];

export function firstTurn(rows: readonly Pick<DrawnRow, 'x' | 'y' | 'truth'>[]): Turn {
  const truths = rows.map(({ truth }) => truth);
  const alongX = correlation(
    rows.map(({ x }) => x),
    truths,
  );
  const alongY = correlation(
    rows.map(({ y }) => y),
    truths,
  );
  const facing = (side: number) => {
    const angle = (side * Math.PI) / 180;
    return alongX * Math.sin(angle) + alongY * Math.cos(angle);
  };
  return { around: sides.reduce((best, side) => (facing(side) > facing(best) ? side : best)), above: 24 };
}

/** -1 to 1; 0 where one of them does not change. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (of: readonly number[]) => of.reduce((sum, value) => sum + value, 0) / of.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const product = (of: readonly number[], ofMean: number, to: readonly number[], toMean: number) =>
    of.reduce((sum, value, i) => sum + (value - ofMean) * (to[i]! - toMean), 0);
  const spread = Math.sqrt(product(a, meanA, a, meanA) * product(b, meanB, b, meanB));
  return spread > 0 ? product(a, meanA, b, meanB) / spread : 0;
}
