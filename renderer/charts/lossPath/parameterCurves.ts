// Curves of parameters over the steps of a run.

import { boundsAround, type Range } from '../frame/axis.ts';
import type { PlotLayout } from '../frame/plotLayout.ts';

/** Parameters at one step, in the order of their names; null where not finite. */
export interface ParameterPoint {
  step: number;
  values: readonly (number | null)[];
}

/** Of all values, 0 among them where it is near. */
export function valueRange(points: readonly ParameterPoint[]): Range {
  const known = points.flatMap(({ values }) => values.filter((value) => value !== null));
  return boundsAround(known, 4);
}

/** One parameter's curve as an svg path, in pieces where it is not finite. */
export function parameterPath(points: readonly ParameterPoint[], at: number, layout: PlotLayout): string {
  let pen = 'M';
  return points
    .map(({ step, values }) => {
      const value = values[at];
      const move = pen;
      pen = value == null ? 'M' : 'L';
      return value == null ? '' : `${move}${layout.x(step).toFixed(1)},${layout.y(value).toFixed(1)}`;
    })
    .join('');
}
