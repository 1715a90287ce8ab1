// Truth and class probabilities -> every metric of a classifier, by the definitions of app/contract/run/metrics.ts.
import { setImmediate } from 'node:timers/promises';
import type { ClassMetrics } from '../../contract/run/metrics.ts';
import type { ClassPredictions } from '../predictions.ts';
import { against } from './against.ts';
import { type Ranking, ranking } from './ranking.ts';
import { type ClassDetail, classDetails, confusionMatrix, scoreClasses } from './scores.ts';

/** `truth[row]` is the index of the row's class. Others get their turn between classes. Rejects as `scoreClasses` throws. */
export async function classMetrics(truth: Float64Array, p: ClassPredictions): Promise<ClassMetrics> {
  const { accuracy, f1Macro, logLoss } = scoreClasses(truth, p);
  const confusion = confusionMatrix(truth, p);
  const details = classDetails(confusion);
  const known = details.filter(({ f1 }) => f1 !== null);
  const withRows = details.filter(({ rows }) => rows > 0);
  return {
    accuracy,
    balancedAccuracy: mean(withRows, ({ recall }) => recall ?? 0),
    precisionMacro: mean(known, ({ precision }) => precision ?? 0),
    recallMacro: mean(known, ({ recall }) => recall ?? 0),
    f1Macro,
    f1Weighted: details.reduce((sum, { f1, rows }) => sum + (f1 ?? 0) * rows, 0) / truth.length,
    logLoss,
    brier: brier(truth, p),
    ...(await areas(truth, p)),
    mcc: matthews(confusion),
    ...topShares(truth, p),
  };
}

function mean(details: ClassDetail[], of: (detail: ClassDetail) => number): number {
  return details.reduce((sum, detail) => sum + of(detail), 0) / details.length;
}

function brier(truth: Float64Array, { classes, probabilities }: ClassPredictions): number {
  const width = classes.length;
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++) {
    const actual = truth[Math.floor(i / width)] === i % width ? 1 : 0;
    sum += (probabilities[i]! - actual) ** 2;
  }
  return sum / truth.length / (width === 2 ? 2 : 1);
}

/** Of two classes the second one is the one to find; of more, the mean over the classes that can be ranked. */
async function areas(truth: Float64Array, p: ClassPredictions) {
  const found = (await rankingOfEach(truth, p, p.classes.length === 2 ? 1 : 0)).filter((one) => one !== null);
  if (found.length === 0) return { rocAuc: null, prAuc: null };
  return {
    rocAuc: found.reduce((sum, { rocAuc }) => sum + rocAuc, 0) / found.length,
    prAuc: found.reduce((sum, { prAuc }) => sum + prAuc, 0) / found.length,
  };
}

/** Each class from `first` on against the rest; null where it cannot be ranked. */
export async function rankingOfEach(
  truth: Float64Array,
  p: ClassPredictions,
  first = 0,
): Promise<(Ranking | null)[]> {
  const found: (Ranking | null)[] = [];
  for (let k = first; k < p.classes.length; k++) {
    found.push(ranking(against(truth, p, k)));
    await setImmediate();
  }
  return found;
}

/** Gorodkin's generalisation to several classes (2004), which scikit-learn's matthews_corrcoef uses. */
function matthews(confusion: number[][]): number {
  const actual = confusion.map((line) => line.reduce((sum, count) => sum + count, 0));
  const predicted = confusion.map((_, k) => confusion.reduce((sum, line) => sum + line[k]!, 0));
  const rows = actual.reduce((sum, count) => sum + count, 0);
  const product = (a: number[], b: number[]) =>
    a.reduce((sum, count, k) => sum + (count / rows) * (b[k]! / rows), 0);
  const right = confusion.reduce((sum, line, k) => sum + line[k]! / rows, 0);
  const spread = Math.sqrt((1 - product(predicted, predicted)) * (1 - product(actual, actual)));
  return spread === 0 ? 0 : (right - product(actual, predicted)) / spread;
}

/** Of equal probabilities the first class comes first. */
function topShares(truth: Float64Array, { classes, probabilities }: ClassPredictions) {
  const width = classes.length;
  const within = [0, 0];
  for (let row = 0; row < truth.length; row++) {
    const actual = truth[row]!;
    const own = probabilities[row * width + actual]!;
    let above = 0;
    for (let k = 0; k < width; k++) {
      const other = probabilities[row * width + k]!;
      if (other > own || (other === own && k < actual)) above += 1;
    }
    if (above < 2) within[0]! += 1;
    if (above < 3) within[1]! += 1;
  }
  return {
    ...(width > 2 && { top2: within[0]! / truth.length }),
    ...(width > 3 && { top3: within[1]! / truth.length }),
  };
}
