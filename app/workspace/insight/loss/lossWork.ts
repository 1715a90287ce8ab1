// How many rows and points losses along the weights are computed for: all rows of a usual table, and fewer of a large network or
// table, so that a path takes about a second. A path and a slice of one network are of the same rows, so that their losses agree.

import { insightLimits } from '../../../contract/run/insightLimits.ts';
import type { Part } from '../../../contract/run/parts.ts';
import { type Ground, partRows } from '../../table/ground.ts';

/** Parameters times rows times points. One row takes about as long as 100 parameters beside the time for its parameters. */
const mostWork = 4e8;
const parametersOfRow = 100;
const fewest = { rows: 500, points: 24 };

/** Rows of the part, sampled evenly where there are too many. Throws AppError nothing_to_score. */
export function lossRows(ground: Ground, part: Part): Uint32Array {
  const fit = Math.floor(mostWork / (rowWork(ground) * insightLimits.pathPoints.max));
  const most = Math.min(insightLimits.lossRows.max, Math.max(fewest.rows, fit));
  return partRows(ground, part, most);
}

/** How many points of a path can be computed on so many rows. */
export function mostPoints(ground: Ground, rows: number): number {
  const fit = Math.floor(mostWork / (rowWork(ground) * rows));
  return Math.min(insightLimits.pathPoints.max, Math.max(fewest.points, fit));
}

function rowWork({ settings }: Ground): number {
  const { inputs, layers } = settings.network;
  const widths = [inputs, ...layers.map(({ units }) => units)];
  const weights = layers.reduce((sum, { units }, k) => sum + units * (widths[k]! + 1), 0);
  return weights + parametersOfRow;
}
