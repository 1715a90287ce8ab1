// Curves over all thresholds of one class against the rest: ROC, precision and recall, gain, lift. Their steps are scikit-learn's
// roc_curve and precision_recall_curve, from the highest probability down, thinned to some hundred points.
import { mostCurvePoints, type RankedCurves } from '../../contract/run/curves.ts';
import { ranking } from '../metrics/ranking.ts';
import { type Against, eachStep } from '../metrics/steps.ts';
import { thinnedPath } from './thinnedPath.ts';

/** Rows above each threshold; one step for each different score, highest first. */
export interface Steps {
  found: Float64Array;
  falseAlarms: Float64Array;
}

/** @param scores each sorted ascending */
export function stepsOf(scores: Against): Steps {
  const most = scores.positive.length + scores.negative.length;
  const found = new Float64Array(most);
  const falseAlarms = new Float64Array(most);
  let count = 0;
  eachStep(scores, (step) => {
    found[count] = step.found;
    falseAlarms[count] = step.falseAlarms;
    count += 1;
  });
  return { found: found.subarray(0, count), falseAlarms: falseAlarms.subarray(0, count) };
}

/** null where no row has the class, or all have it. @param scores each sorted ascending. */
export function rankedCurves(scores: Against): RankedCurves | null {
  const areas = ranking(scores);
  if (areas === null) return null;
  const { found, falseAlarms } = stepsOf(scores);
  const [positives, negatives] = [scores.positive.length, scores.negative.length];
  const rows = positives + negatives;
  const recall = found.map((count) => count / positives);
  const selected = found.map((count, i) => (count + falseAlarms[i]!) / rows);
  const precision = found.map((count, i) => count / (count + falseAlarms[i]!));
  const lift = precision.map((share) => (share * rows) / positives);
  return {
    ...{ rocAuc: areas.rocAuc, averagePrecision: areas.prAuc },
    roc: points(fromZero(falseAlarms.map((count) => count / negatives)), fromZero(recall)),
    precisionRecall: points(recall, precision),
    gain: points(fromZero(selected), fromZero(recall)),
    lift: points(selected, lift, positives / rows),
  };
}

function fromZero(values: Float64Array): Float64Array {
  const longer = new Float64Array(values.length + 1);
  longer.set(values, 1);
  return longer;
}

/** @param height by which y is drawn: as far as x goes from 0 to 1. */
function points(x: Float64Array, y: Float64Array, height = 1): [number, number][] {
  const drawn = height === 1 ? y : y.map((value) => value * height);
  return thinnedPath(x, drawn, mostCurvePoints).map((i) => [x[i]!, y[i]!]);
}
