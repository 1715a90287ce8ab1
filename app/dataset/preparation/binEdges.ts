// The bins of a number column's piecewise-linear encoding: between quantiles of the training rows' numbers, so that each holds about as many
// rows (Gorishniy et al., 2022, "On Embeddings for Numerical Features"). Equal quantiles are one edge. Missing cells do not count. The last bin
// has no upper edge: there, and beyond the training rows, the scaled number counts alone. An input for it would follow from the others, so
// that a linear network would have no single best fit.
import type { ScaledInput } from '../../contract/model.ts';
import { type ColumnPreparation, defaultColumnPreparation } from '../../contract/spec/columnPreparation.ts';
import { present } from '../numbers/moments.ts';
import { quantiles } from '../numbers/quantiles.ts';
import { signedLogarithm } from './scaling.ts';

/** Edges of the numbers as the preparation scales them, after the logarithm if it takes one. None where a single bin is left, which
 *  is the scaled number. `values` are those of the training rows, NaN for missing; they stay as they are. */
export function fitEdges(
  values: Float64Array,
  prepare: ColumnPreparation = {},
): Pick<Extract<ScaledInput, { kind: 'numeric' }>, 'edges'> {
  const { piecewiseLinear, bins, log } = { ...defaultColumnPreparation, ...prepare };
  if (!piecewiseLinear) return {};
  const known = present(values);
  const few = fewDistinct(known, bins + 1);
  const found =
    few ??
    quantiles(
      known,
      Array.from({ length: bins + 1 }, (_, k) => k / bins),
    );
  const edges = distinct(log ? found.map(signedLogarithm) : found);
  return edges.length < 3 ? {} : { edges: edges.slice(0, -1) };
}

/** The different values, ascending, where there are at most `most`: each is an edge then, also a rare one between two quantiles. */
function fewDistinct(values: Float64Array, most: number): number[] | null {
  const seen = new Set<number>();
  for (const value of values) {
    // A set keeps 0 for -0, which JSON does not know.
    seen.add(value);
    if (seen.size > most) return null;
  }
  return [...seen].sort((a, b) => a - b);
}

/** Ascending, without those whose bin has no width that doubles can divide by. */
function distinct(edges: readonly number[]): number[] {
  const kept: number[] = [];
  for (const edge of edges) if (kept.length === 0 || (edge - kept.at(-1)!) / 2 > 0) kept.push(edge + 0);
  return kept;
}
