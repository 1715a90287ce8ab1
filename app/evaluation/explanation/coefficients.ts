// The coefficients of a network without hidden layers in the columns' own units, with their standard errors, and its equation to copy.
// Of classes they are of the logarithm of a class's odds against the first class.
import type { LayerWeights, Preparation, TargetPreparation } from '../../contract/model.ts';
import type { Coefficients } from '../../contract/run/explanation.ts';
import { equationOf } from './equation.ts';
import type { StandardErrors } from './fisherInformation.ts';
import { linearTerms, type Term } from './linearTerms.ts';

type Output = Coefficients['outputs'][number];

/** Constant first, then one number per term: of the variables as the network reads them. */
interface Weights {
  constant: number;
  terms: number[];
}

/** Coefficients in the network's own scale, the constant first; of classes, of each class but the first against it. One row per output. */
export function networkWeights(layer: LayerWeights, preparation: Preparation): Weights[] {
  const terms = linearTerms(preparation);
  const all = Array.from({ length: layer.outputs }, (_, output): Weights => {
    const weight = (input: number) => layer.weight[output * layer.inputs + input]!;
    const references = new Set(terms.flatMap(({ reference }) => (reference === null ? [] : [reference])));
    // A category with a single level has no term, but an input.
    const covered = new Set([...references, ...terms.map(({ input }) => input)]);
    const alone = Array.from({ length: layer.inputs }, (_, input) => input).filter((i) => !covered.has(i));
    const constant = [...references, ...alone].reduce(
      (sum, input) => sum + weight(input),
      layer.bias[output]!,
    );
    return {
      constant,
      terms: terms.map(
        ({ input, reference }) => weight(input) - (reference === null ? 0 : weight(reference)),
      ),
    };
  });
  const { target } = preparation;
  if (target.kind === 'numeric' || target.classes.length === 2) return all;
  const first = all[0]!;
  return all.slice(1).map(({ constant, terms: own }) => ({
    constant: constant - first.constant,
    terms: own.map((value, k) => value - first.terms[k]!),
  }));
}

/** @param errors as FisherInformation gives them; null where there are none. */
export function coefficientsOf(
  layer: LayerWeights,
  preparation: Preparation,
  errors: StandardErrors[] | null,
): Pick<Coefficients, 'scale' | 'outputs'> {
  const terms = linearTerms(preparation);
  const { target } = preparation;
  const scale =
    target.kind === 'class' ? 'logit' : target.link === 'log' ? ('logarithm' as const) : ('value' as const);
  const width = terms.length + 1;
  const outputs = networkWeights(layer, preparation).map((weights, k): Output => {
    const named = nameOf(target, k);
    const own = errors === null ? null : (errors[k] ?? errors[0]!);
    // One matrix for all classes, or one for each target.
    const from = own !== null && own.size > width ? k * width : 0;
    const inUnits = unitsOf(weights, terms, named.size, own, from);
    const coefficients = terms.map((term, i) => {
      const { input, reference, mean, scale: _, clip, ...shown } = term;
      const value = inUnits.values[i]!;
      const factor = scale === 'value' ? null : Math.exp(value);
      return { ...shown, value, error: inUnits.errors?.[i] ?? null, factor };
    });
    const intercept = inUnits.intercept + named.offset;
    return {
      ...{ name: named.name, against: named.against, intercept },
      ...(named.unit === undefined ? {} : { unit: named.unit }),
      interceptError: inUnits.interceptError,
      coefficients,
      equation: equationOf(named, scale, intercept, inUnits.values, terms),
    };
  });
  return { scale, outputs };
}

/** Name of an output, and what its own scale is in the target's units. */
function nameOf(target: TargetPreparation, k: number) {
  if (target.kind === 'class')
    return { name: target.classes[k + 1]!, against: target.classes[0]!, size: 1, offset: 0, unit: undefined };
  const { name, mean, scale, unit } = target.columns[k]!;
  return target.link === 'log'
    ? { name, against: null, size: 1, offset: 0, unit }
    : { name, against: null, size: scale, offset: mean, unit };
}

function unitsOf(
  { constant, terms: weights }: Weights,
  terms: readonly Term[],
  size: number,
  errors: StandardErrors | null,
  from: number,
) {
  const values = terms.map(({ scale }, i) => (size * weights[i]!) / scale);
  const intercept = terms.reduce((sum, { mean }, i) => sum - values[i]! * mean, size * constant);
  if (errors === null) return { values, intercept, errors: null, interceptError: null };
  const covariance = (i: number, j: number) => errors.covariance[(from + i) * errors.size + from + j]!;
  // The intercept is a sum of the constant and of each variable's mean.
  const shares = [size, ...terms.map(({ mean, scale }) => (-size * mean) / scale)];
  let variance = 0;
  for (const [i, a] of shares.entries())
    for (const [j, b] of shares.entries()) variance += a * b * covariance(i, j);
  return {
    ...{ values, intercept },
    errors: terms.map(({ scale }, i) => (Math.abs(size) / scale) * Math.sqrt(covariance(i + 1, i + 1))),
    interceptError: Math.sqrt(Math.max(0, variance)),
  };
}
