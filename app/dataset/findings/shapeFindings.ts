// Findings from the figures of a number column: outliers that dominate its scaling, a long tail. No cell is read
// again.

import type { Issue } from '../../contract/issues/issues.ts';
import type { ColumnSummary } from '../../contract/table/dataset.ts';
import { finding } from '../issues/dataIssue.ts';
import { grouped, rounded } from '../issues/figures.ts';

/** Interquartile ranges from the median. In a million normal numbers the farthest is 4 away, in a million exponential ones 12. */
const farWidths = 20;
/** How many times longer the upper tail must be than the lower one: it is 3.6 times in an exponential column, 5.2 in a
 *  log-normal one. */
const tailRatio = 4;
/** With fewer different numbers a logarithm does not help. */
const fewestDistinct = 20;

export function shapeFindings(summary: ColumnSummary): Issue[] {
  if (summary.type !== 'number' || !summary.profiled || summary.distinct < 3) return [];
  const found = skewed(summary) ?? outlying(summary);
  return found === null ? [] : [found];
}

function skewed({ name: column, min, median, quantiles, distinct }: ColumnSummary): Issue | null {
  if (min === null || min < 0 || median === null || quantiles === null || distinct < fewestDistinct)
    return null;
  const [low, , upper, high] = quantiles;
  const ratio = (high - median) / (median - low);
  // In a column with two clusters the lower one may be larger; a tail must get thinner.
  const thins = high - upper > 2 * (upper - median);
  if (!(median > low && ratio >= tailRatio && thins)) return null;
  const values = { column, median: rounded(median), high: rounded(high), ratio: rounded(ratio) };
  const message = `"${column}" has a few very large values (95% lie below ${grouped(values.high)}). Try its logarithm.`;
  return finding('column_skewed', 'info', message, values, [
    { kind: 'prepare', column, prepare: { log: true } },
    { kind: 'prepare', column, prepare: { scaling: 'robust' } },
  ]);
}

function outlying({ name: column, min, max, median, quantiles }: ColumnSummary): Issue | null {
  if (min === null || max === null || median === null || quantiles === null) return null;
  const width = quantiles[2] - quantiles[1];
  if (!(width > 0)) return null;
  const farthest = max - median >= median - min ? max : min;
  const widths = Math.abs(farthest - median) / width;
  // Otherwise not just a few values are far away.
  const edge = farthest === max ? quantiles[3] : quantiles[0];
  if (widths < farWidths || Math.abs(edge - median) > Math.abs(farthest - median) / 4) return null;
  const values = { column, value: farthest, median: rounded(median), widths: rounded(widths) };
  const message = `"${column}" reaches ${grouped(farthest)}, ${grouped(values.widths)} interquartile ranges away from its median ${grouped(values.median)}: after standardising, the other values lie close together. Use robust scaling, or check whether the value is right.`;
  return finding('column_outliers', 'warning', message, values, [
    { kind: 'prepare', column, prepare: { scaling: 'robust' } },
    { kind: 'prepare', column, prepare: { log: true } },
  ]);
}
