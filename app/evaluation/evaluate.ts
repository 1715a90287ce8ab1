// A finished model's predictions on its three parts -> the whole evaluation: scores, the baselines to beat, and on
// the most honest part that has rows the comparison, the details and the rows it got most wrong. Knows nothing of files or networks.
// Others get their turn between its steps, which take up to a tenth of a second on ten million rows.
import { setImmediate } from 'node:timers/promises';
import { confusedCells, type Evaluation, type Metrics, type Scores } from '../contract/run/evaluation.ts';
import type { AllMetrics } from '../contract/run/metrics.ts';
import { type Part, parts } from '../contract/run/parts.ts';
import type { RowDraw } from './comparison/bootstrap.ts';
import { compare } from './comparison/compare.ts';
import { calibrationOf } from './conformal/calibration.ts';
import { coverageOn } from './conformal/intervals.ts';
import { classShares, guessed, targetMeans } from './guess.ts';
import { allMetrics } from './metrics/allMetrics.ts';
import { rankingOfEach } from './metrics/classMetrics.ts';
import { classDetails, confusionMatrix, score, scoreTarget } from './metrics/scores.ts';
import type { ClassPredictions, NumberPredictions, Predictions } from './predictions.ts';

export interface EvaluatedPart {
  /** 0-based data rows in the file as read, one per row of `predictions`. */
  rows: Uint32Array;
  /** rows x 1 (class index) or rows x targets (own units). */
  truth: Float64Array;
  predictions: Predictions;
}

/** The simple models that the network is compared with. */
export interface Opponents {
  /** Each class's share of the training rows, or each target's mean. */
  guess: readonly number[];
  /** What the linear model predicts for the rows of a part; null where there is none. */
  linear: ((part: Part) => Promise<Predictions>) | null;
  /** Whether training weighed classes. */
  weighted: boolean;
  random: RowDraw;
}

const mostPoints = 2_000;
const mostWorst = 10;

/** All parts are of one kind. Rejects with AppError outputs_not_finite; no rows in any part is a bug of the caller. */
export async function evaluate(input: {
  runId: string;
  fingerprint: string;
  parts: Record<Part, EvaluatedPart>;
  /** Whether the test rows are all rows of another table than the model's; there are no other parts then. */
  newRows?: boolean;
  /** By which two classes were predicted, where it is not 0.5. */
  threshold?: number;
  /** Without them there is no comparison. */
  opponents?: Opponents;
}): Promise<Evaluation> {
  const on = judgedPart(input.parts);
  const part = input.parts[on];
  const scored = (name: Part) => score(input.parts[name].truth, input.parts[name].predictions);
  const metrics = await ofEach(scored, input.parts);
  const guess = await baseline(input.parts, input.newRows ? 'test' : 'train', input.opponents?.guess);
  const detail = await detailOf(part);
  await setImmediate();
  return {
    runId: input.runId,
    metrics,
    rows: {
      train: input.parts.train.rows.length,
      validation: input.parts.validation.rows.length,
      test: input.parts.test.rows.length,
    },
    baseline: guess,
    ...(input.newRows ? { newRows: true } : {}),
    on,
    detail,
    worst: await worstRows(part),
    fingerprint: input.fingerprint,
    ...(input.threshold === undefined ? {} : { threshold: input.threshold }),
    ...coverageField(input.parts, on),
    ...(input.opponents && (await comparison(input.parts, on, input.opponents, input.threshold))),
  };
}

/** On rows that the margins do not come from. */
function coverageField({ validation, ...of }: Record<Part, EvaluatedPart>, on: Part) {
  if (on !== 'test' || validation.rows.length === 0) return {};
  const { truth, predictions } = of.test;
  const found = coverageOn(truth, predictions, calibrationOf(validation.truth, validation.predictions));
  return found === null ? {} : { coverage: found };
}

/** Test rows were used for nothing else; validation rows chose the epoch. */
export function judgedPart(of: Record<Part, { rows: { length: number } }>): Part {
  if (of.test.rows.length > 0) return 'test';
  return of.validation.rows.length > 0 ? 'validation' : 'train';
}

async function comparison(
  of: Record<Part, EvaluatedPart>,
  on: Part,
  { linear, ...opponents }: Opponents,
  threshold: number | undefined,
) {
  const { truth, predictions } = of[on];
  const judged = {
    ...{ ...opponents, truth, threshold, network: predictions },
    linear: (await linear?.(on)) ?? null,
  };
  const comparison = await compare(judged, opponents.random);
  const all: Record<Part, AllMetrics | null> = { train: null, validation: null, test: null };
  for (const part of parts) {
    if (part === on) all[part] = comparison.metrics;
    else if (of[part].rows.length > 0) all[part] = await allMetrics(of[part].truth, of[part].predictions);
  }
  return { comparison, all };
}

async function ofEach(scoreOf: (part: Part) => Scores, of: Record<Part, EvaluatedPart>): Promise<Metrics> {
  const metrics: Metrics = { train: null, validation: null, test: null };
  for (const part of parts) {
    if (of[part].rows.length > 0) metrics[part] = scoreOf(part);
    await setImmediate();
  }
  return metrics;
}

/** Guesses as `known` says, or else from the rows of the part `from`. */
async function baseline(
  of: Record<Part, EvaluatedPart>,
  from: Part,
  known: readonly number[] | undefined,
): Promise<Metrics> {
  const { rows, truth, predictions } = of[from];
  if (rows.length === 0) return { train: null, validation: null, test: null };
  const ofRows = () =>
    predictions.kind === 'class'
      ? classShares(truth, predictions.classes.length)
      : targetMeans(truth, predictions.names.length);
  const guess = from === 'test' && known !== undefined ? known : ofRows();
  await setImmediate();
  return ofEach((part) => score(of[part].truth, guessed(guess, predictions, of[part].rows.length)), of);
}

async function detailOf({ truth, predictions }: EvaluatedPart): Promise<Evaluation['detail']> {
  if (predictions.kind === 'class') {
    const confusion = confusionMatrix(truth, predictions);
    const ranked = await rankingOfEach(truth, predictions);
    const perClass = classDetails(confusion).map((detail, k) => ({
      value: predictions.classes[k]!,
      ...detail,
      rocAuc: ranked[k]?.rocAuc ?? null,
    }));
    return { kind: 'class', classes: predictions.classes, confused: confusedCells(confusion), perClass };
  }
  const targets = predictions.names.map((name, target) => ({
    name,
    ...(predictions.units?.[target] === undefined ? {} : { unit: predictions.units[target] }),
    ...scoreTarget(truth, predictions, target),
    points: thinned(truth, predictions, target),
  }));
  return { kind: 'numeric', targets };
}

function thinned(truth: Float64Array, { names, values }: NumberPredictions, target: number) {
  const rows = truth.length / names.length;
  const count = Math.min(rows, mostPoints);
  return Array.from({ length: count }, (_, i): [number, number] => {
    const cell = Math.floor((i * rows) / count) * names.length + target;
    return [truth[cell]!, values[cell]!];
  });
}

/** For classes: rows whose true class got the lowest probability. For numbers: rows with the largest error of a target,
 *  relative to that target's RMSE if there are several, since their units differ. */
async function worstRows({ rows, truth, predictions }: EvaluatedPart): Promise<Evaluation['worst']> {
  const judged =
    predictions.kind === 'class' ? judgeClasses(truth, predictions) : judgeNumbers(truth, predictions);
  await setImmediate();
  return largest(judged.badness, mostWorst).map((row) => ({ row: rows[row]!, ...judged.describe(row) }));
}

/** Indices of the `most` largest values, largest first; of equal values the first one. */
function largest(values: Float64Array, most: number): number[] {
  const indices: number[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (indices.length === most && !(value > values[indices.at(-1)!]!)) continue;
    const at = indices.findIndex((index) => value > values[index]!);
    indices.splice(at < 0 ? indices.length : at, 0, i);
    indices.length = Math.min(indices.length, most);
  }
  return indices;
}

function judgeClasses(truth: Float64Array, { classes, probabilities, chosen }: ClassPredictions) {
  const given = (row: number) => probabilities[row * classes.length + truth[row]!]!;
  return {
    badness: Float64Array.from(truth, (_, row) => -given(row)),
    describe: (row: number) => ({
      actual: classes[truth[row]!]!,
      predicted: classes[chosen[row]!]!,
      measure: given(row),
    }),
  };
}

function judgeNumbers(truth: Float64Array, predictions: NumberPredictions) {
  const { names, values } = predictions;
  const width = names.length;
  const typical = names.map((_, target) => scoreTarget(truth, predictions, target).rmse || 1);
  const cellOf = (row: number) => {
    let worst = row * width;
    for (let cell = worst; cell < (row + 1) * width; cell++) {
      if (relative(cell) > relative(worst)) worst = cell;
    }
    return worst;
  };
  const relative = (cell: number) => Math.abs(values[cell]! - truth[cell]!) / typical[cell % width]!;
  const named = (of: Float64Array, row: number) =>
    names
      .map((name, k) => {
        const text = String(Number(of[row * width + k]!.toPrecision(6)));
        return width === 1 ? text : `${name} = ${text}`;
      })
      .join(', ');
  return {
    badness: Float64Array.from({ length: truth.length / width }, (_, row) => relative(cellOf(row))),
    describe: (row: number) => ({
      actual: named(truth, row),
      predicted: named(values, row),
      measure: Math.abs(values[cellOf(row)]! - truth[cellOf(row)]!),
    }),
  };
}
