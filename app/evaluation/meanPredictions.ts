// The prediction of an ensemble: the mean of its members' answers, or of their probabilities, and how far the members differ. Members are
// added in their order, in float64, so that the same members give the same bits. A row that one member cannot answer has no prediction.
import type { ClassPredictions, NumberPredictions, Predictions } from './predictions.ts';

/** `members`: the predictions of the same rows by each network, at least one. The mean of one network is its own prediction. */
export function meanOfPredictions(members: readonly Predictions[]): Predictions {
  const [first, ...others] = members;
  if (first === undefined) throw new RangeError('The mean of no predictions was asked for.');
  if (others.length === 0) return first;
  return first.kind === 'class'
    ? ofClasses(first, members as readonly ClassPredictions[])
    : ofNumbers(first, members as readonly NumberPredictions[]);
}

function ofNumbers(first: NumberPredictions, members: readonly NumberPredictions[]): NumberPredictions {
  const { mean, deviation } = meanOf(members.map(({ values }) => values));
  return { ...first, values: mean, spread: deviation };
}

function ofClasses(first: ClassPredictions, members: readonly ClassPredictions[]): ClassPredictions {
  const { classes } = first;
  const { mean, deviation } = meanOf(members.map(({ probabilities }) => probabilities));
  const chosen = first.chosen.map((_, row) => mostProbable(mean, row * classes.length, classes.length));
  return { ...first, probabilities: mean, chosen, spread: deviation };
}

/** The first of equal ones. */
function mostProbable(probabilities: Float64Array, start: number, count: number): number {
  let best = 0;
  for (let k = 1; k < count; k++) if (probabilities[start + k]! > probabilities[start + best]!) best = k;
  return best;
}

/** Of each place: the mean, and the standard deviation around it (of a population: divided by the number of lists). */
function meanOf(lists: readonly Float64Array[]): { mean: Float64Array; deviation: Float64Array } {
  const mean = new Float64Array(lists[0]!.length);
  const deviation = new Float64Array(mean.length);
  for (const list of lists) for (let i = 0; i < mean.length; i++) mean[i]! += list[i]!;
  for (let i = 0; i < mean.length; i++) mean[i]! /= lists.length;
  for (const list of lists) for (let i = 0; i < mean.length; i++) deviation[i]! += (list[i]! - mean[i]!) ** 2;
  for (let i = 0; i < mean.length; i++) deviation[i] = Math.sqrt(deviation[i]! / lists.length);
  return { mean, deviation };
}
