// The coefficients of a run's network without hidden layers, with standard errors from its training rows.
import { setImmediate } from 'node:timers/promises';
import type { Model } from '../../contract/model.ts';
import type { Coefficients, ErrorReason } from '../../contract/run/explanation.ts';
import { encodeTargets } from '../../dataset/preparation/encode.ts';
import { coefficientsOf, networkWeights } from '../../evaluation/explanation/coefficients.ts';
import {
  type Family,
  FisherInformation,
  type StandardErrors,
} from '../../evaluation/explanation/fisherInformation.ts';
import { linearTerms, type Term } from '../../evaluation/explanation/linearTerms.ts';
import { weighsClasses } from '../scoring/score.ts';
import { thinned } from '../table/ground.ts';
import { type Explained, inputPieces } from './explained.ts';

/** Coefficients whose errors are computed together at most: a matrix of that size is inverted. */
const mostCoefficients = 500;
/** Products of the information matrix: about a second. */
const mostProducts = 5e8;

/** null for a network with hidden layers. Rejects with an AbortError. */
export async function explainCoefficients(
  explained: Explained,
  signal: AbortSignal | undefined,
): Promise<Coefficients | null> {
  const { model, split } = explained;
  const layers = model.members[0]!;
  // An ensemble has no coefficients of its own: the mean of probabilities is no linear model.
  if (layers.length > 1 || model.members.length > 1) return null;
  const found = await errorsOf(explained, signal);
  const errors = typeof found === 'string' ? null : found;
  const normal = familyOf(model) === 'normal';
  return {
    ...coefficientsOf(layers[0]!, model.preparation, errors),
    errorsBy: errors === null ? null : normal ? 'leastSquares' : 'fisher',
    reason: typeof found === 'string' ? found : null,
    distance: errors === null ? null : Math.max(...errors.map(({ distance }) => distance)),
    rows: split.train.length,
  };
}

function familyOf({ spec, preparation: { target } }: Model): Family | null {
  const { loss, lossSettings } = spec.training;
  if (target.kind === 'numeric')
    return loss === 'meanSquaredError' ? 'normal' : loss === 'poisson' ? 'poisson' : null;
  if (!loss.endsWith('CrossEntropy') || lossSettings.labelSmoothing > 0) return null;
  return target.classes.length === 2 ? 'binomial' : 'multinomial';
}

async function errorsOf(
  explained: Explained,
  signal: AbortSignal | undefined,
): Promise<StandardErrors[] | ErrorReason> {
  const { model, split } = explained;
  const { target } = model.preparation;
  const terms = linearTerms(model.preparation);
  const family = familyOf(model);
  if (family === null || (family === 'poisson' && model.members[0]![0]!.outputs > 1)) return 'loss';
  if (split.train.length === 0) return 'table';
  if (weighsClasses(model.spec) || model.spec.data.columns.some(({ role }) => role === 'weight'))
    return 'weights';
  const outputs = target.kind === 'numeric' ? target.columns.length : target.classes.length - 1;
  const size = (terms.length + 1) * (family === 'multinomial' ? outputs : 1);
  if (size > mostCoefficients) return 'size';
  const rows = thinned(split.train, Math.max(2 * size, Math.floor((2 * mostProducts) / size ** 2)));
  if (rows.length <= terms.length + 1) return 'rows';
  const information = new FisherInformation(family, terms.length, outputs);
  await addRows(explained, rows, { information, terms, family }, signal);
  return information.errors(rows.length / split.train.length) ?? 'collinear';
}

/** Rows between which others get their turn. */
const rowsPerTurn = 500;

async function addRows(
  explained: Explained,
  rows: Uint32Array,
  { information, terms, family }: { information: FisherInformation; terms: readonly Term[]; family: Family },
  signal: AbortSignal | undefined,
): Promise<void> {
  const { model, table } = explained;
  const { target } = model.preparation;
  const weights = networkWeights(model.members[0]![0]!, model.preparation);
  const variables = new Float64Array(terms.length + 1);
  const width = model.members[0]![0]!.inputs;
  for await (const piece of inputPieces(explained, rows, signal)) {
    const { targets } = await encodeTargets<Float64Array>(table, target, piece.rows, Float64Array);
    for (let row = 0; row < piece.rows.length; row++) {
      if (row % rowsPerTurn === 0) await setImmediate();
      signal?.throwIfAborted();
      variables[0] = 1;
      for (const [k, { input }] of terms.entries()) variables[k + 1] = piece.features[row * width + input]!;
      const sums = weights.map(({ constant, terms: own }) =>
        own.reduce((sum, value, k) => sum + value * variables[k + 1]!, constant),
      );
      const truth =
        target.kind === 'numeric'
          ? targets.subarray(row * weights.length, (row + 1) * weights.length)
          : weights.map((_, k) => (targets[row] === k + 1 ? 1 : 0));
      information.add(variables, expectedOf(family, sums), truth);
    }
  }
}

function expectedOf(family: Family, sums: number[]): number[] {
  if (family === 'normal') return sums;
  if (family === 'poisson') return sums.map(Math.exp);
  const most = Math.max(0, ...sums);
  const shares = sums.map((sum) => Math.exp(sum - most));
  const all = shares.reduce((sum, share) => sum + share, Math.exp(-most));
  return shares.map((share) => share / all);
}
