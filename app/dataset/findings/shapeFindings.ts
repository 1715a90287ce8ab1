// Findings from the figures of a number column: outliers that dominate its scaling, a long tail. No cell is read
// again.

import type { Issue } from '../../contract/issues/issues.ts';
import { againstOutliers } from '../../contract/spec/columnPreparation.ts';
import type { ColumnSummary } from '../../contract/table/dataset.ts';
import { finding } from '../issues/dataIssue.ts';
import { grouped, rounded } from '../issues/figures.ts';

/** Interquartile ranges from the median. In a million normal numbers the farthest is 4 away, in a million exponential ones 12. */
const farWidths = 20;
/** Standard deviation in interquartile ranges: 0.7 of normal numbers, 15 of log-normal ones with a spread of 2. Above this the half
 *  of the numbers in the middle fill a twentieth of the scale after standardising: a few values decide it. */
const dominated = 20;
/** How many times longer the upper tail must be than the lower one: it is 3.6 times in an exponential column, 5.2 in a
 *  log-normal one. */
const tailRatio = 4;
/** With fewer different numbers a logarithm does not help. */
const fewestDistinct = 20;

export function shapeFindings(summary: ColumnSummary): Issue[] {
  const far = farValue(summary);
  const tail = skewed(summary);
  if (far === null || (tail !== null && !far.dominates)) return tail === null ? [] : [tail];
  return [outlying(summary, far)];
}

/** Whether `shapeFindings` reports outliers. */
export function hasOutliers(summary: ColumnSummary): boolean {
  return shapeFindings(summary).some(({ code }) => code === 'column_outliers');
}

function skewed(summary: ColumnSummary): Issue | null {
  const { name: column, type, profiled, min, median, quantiles, distinct } = summary;
  if (type !== 'number' || !profiled) return null;
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

interface FarValue {
  value: number;
  /** Distance from the median, in interquartile ranges. */
  widths: number;
  /** Whether a few such values decide the standard deviation. */
  dominates: boolean;
}

/** The value farthest from the median, if it is far and only few are; also for figures of a sample of the rows, with the range of
 *  all. */
export function farValue({ type, distinct, deviation, ...summary }: ColumnSummary): FarValue | null {
  const { min, max, median, quantiles } = summary;
  if (type !== 'number' || distinct < 3) return null;
  if (min === null || max === null || median === null || quantiles === null) return null;
  const width = quantiles[2] - quantiles[1];
  if (!(width > 0)) return null;
  const value = max - median >= median - min ? max : min;
  const widths = Math.abs(value - median) / width;
  // Otherwise not just a few values are far away.
  const edge = value === max ? quantiles[3] : quantiles[0];
  if (widths < farWidths || Math.abs(edge - median) > Math.abs(value - median) / 4) return null;
  return { value, widths, dominates: (deviation ?? 0) > dominated * width };
}

function outlying({ name: column, median }: ColumnSummary, { value, widths: exact }: FarValue): Issue {
  const widths = rounded(exact);
  const values = { column, value, median: rounded(median ?? 0), widths };
  const message = `"${column}" reaches ${grouped(value)}, ${grouped(widths)} interquartile ranges away from its median ${grouped(values.median)}: after standardising, the other values would lie close together. Check whether the value is right.`;
  return finding('column_outliers', 'warning', message, values, [
    { kind: 'prepare', column, prepare: againstOutliers },
    { kind: 'prepare', column, prepare: { log: true } },
  ]);
}
