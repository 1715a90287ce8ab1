// What each column is worth to a model: which rows are shuffled how often, and how long that takes. The same bits come again for the same
// model and table, whatever the number of threads: each shuffle has a seed of its own.
import { inputCount } from '../../contract/model.ts';
import { explanationLimits, type Importance, type ImportanceUpdate } from '../../contract/run/explanation.ts';
import { Random } from '../../dataset/numbers/random.ts';
import { encodeTargets } from '../../dataset/preparation/encode.ts';
import { type ImportanceFound, permutationImportance } from '../../evaluation/explanation/importance.ts';
import { type ErrorMeasure, errorMeasures, errorsOf } from '../../evaluation/explanation/importanceErrors.ts';
import { classShares } from '../../evaluation/guess.ts';
import { modelFingerprint } from '../../export/fingerprint.ts';
import { weighsClasses } from '../scoring/score.ts';
import { thinned } from '../table/ground.ts';
import { type Explained, inputSpans, inputsOf, judgedOf, outputNames, predictor } from './explained.ts';

/** What predicting and scoring may cost in all, in multiplications of weights: some ten seconds. */
const mostWork = 2e11;
/** What leaves time for more shuffles: about a second. */
const littleWork = 1e10;
const shuffleCounts = { few: 20, many: 50 };
/** Rows that are shuffled at least, where there are so many, and at most. */
const rowCounts = { fewest: 500, most: 20_000 };
/** Work for each output (its exponential, its share in the error) and for each row, in multiplications. */
const outputWork = 300;
const rowWork = 500;

/** Ends after its plan where it would take longer than `atMost` seconds. Throws AppError outputs_not_finite; rejects with an AbortError. */
export async function* importanceOf(
  explained: Explained,
  atMost: number | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<ImportanceUpdate, void> {
  const { model, table, split } = explained;
  const on = judgedOf(explained);
  const { shuffles, most } = amountOf(explained, split[on].length);
  const rows = thinned(split[on], most);
  const features = await inputsOf(explained, rows);
  const { truth } = await encodeTargets(table, model.preparation.target, rows);
  const predict = predictor(explained, signal);
  const measures = errorMeasures(
    await predict(features.subarray(0, features.length / rows.length), 1),
    sharesOf(model, truth),
    weighsClasses(model.spec),
  );
  const steps = permutationImportance({
    ...{ features, rows: rows.length, columns: inputSpans(model), shuffles, predict },
    order: (column, shuffle) => orderOf(model.spec.seed, column * shuffles + shuffle, rows.length),
    errors: (predictions) => errorsOf(measures, truth, predictions),
  });
  const counts = { columns: model.preparation.inputs.length, shuffles, rows: rows.length };
  const places = { ofRows: split[on].length, on };
  const planOf = (seconds: number) => ({ kind: 'plan' as const, seconds, ...counts, ...places });
  // The first forward pass also warms up, so that the second one is measured.
  let before = { done: 0, at: performance.now() };
  for (let step = 0; ; step++) {
    signal?.throwIfAborted();
    const { done, value } = await steps.next();
    if (done) {
      if (step < 2) yield planOf((performance.now() - before.at) / 1_000);
      const found = { measures, value, features, rows: rows.length };
      yield { kind: 'result', importance: resultOf(explained, found, { ...places, shuffles }) };
      return;
    }
    if (step === 0) {
      before = { done: value.done, at: performance.now() };
      continue;
    }
    if (step === 1) {
      const each = (performance.now() - before.at) / (value.done - before.done) / 1_000;
      yield planOf(each * value.of);
      if (atMost !== undefined && each * value.of > atMost) return;
    }
    yield { kind: 'progress', done: value.done / value.of };
  }
}

/** Each class's share of the training rows, where the model knows it. */
function sharesOf({ baselines, preparation: { target } }: Explained['model'], truth: Float64Array): number[] {
  if (target.kind === 'numeric') return [];
  return baselines?.guess ?? classShares(truth, target.classes.length);
}

function amountOf({ model }: Explained, rows: number): { shuffles: number; most: number } {
  const layers = model.members.flat();
  const weights = layers.reduce((sum, { weight }) => sum + weight.length, 0);
  const outputs = model.members.length * layers.at(-1)!.outputs;
  const work = weights + outputWork * outputs + rowWork;
  const columns = Math.max(1, model.preparation.inputs.length);
  const many = rows * work * columns * shuffleCounts.many <= littleWork;
  const shuffles = many ? shuffleCounts.many : shuffleCounts.few;
  const affordable = Math.floor(mostWork / (work * columns * shuffles));
  return { shuffles, most: Math.max(rowCounts.fewest, Math.min(rowCounts.most, affordable)) };
}

async function orderOf(seed: number, index: number, rows: number): Promise<Uint32Array> {
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  // A multiplier that keeps the seeds of neighbouring shuffles far apart.
  await new Random(seed ^ Math.imul(index + 1, 0x85ebca6b)).shuffle(order);
  return order;
}

function resultOf(
  { model, newRows }: Explained,
  found: { measures: ErrorMeasure[]; value: ImportanceFound; features: Float32Array; rows: number },
  place: Pick<Importance, 'on' | 'ofRows' | 'shuffles'>,
): Importance {
  const { inputs, target } = model.preparation;
  const unitOf = ({ metric, target: k }: ErrorMeasure) =>
    target.kind === 'numeric' && k !== null && metric !== 'r2' ? target.columns[k]!.unit : undefined;
  const order = inputs
    .map((_, column) => column)
    .sort(
      (a, b) => found.value.columns[b]!.growth[0]!.importance - found.value.columns[a]!.growth[0]!.importance,
    );
  return {
    ...{ ...place, newRows, rows: found.rows },
    measures: found.measures.map((measure, k) => {
      const unit = unitOf(measure);
      const { metric, target: of, sign } = measure;
      const name = of === null ? null : outputNames(model)[of]!;
      return { metric, target: of, name, ...(unit && { unit }), value: sign * found.value.errors[k]! };
    }),
    columns: order.map((column, place) => ({
      column: inputs[column]!.column,
      measures: found.value.columns[column]!.growth.map(({ importance, spread, shuffles }) => ({
        ...{ importance, spread },
        shuffles: place < explanationLimits.shownShuffles.max ? shuffles : [],
      })),
    })),
    together: togetherOf(model, order, found),
    fingerprint: modelFingerprint(model),
  };
}

/** Correlation from which one column may stand in for another. */
const strong = 0.7;

function togetherOf(
  model: Explained['model'],
  [first, second]: number[],
  { features, rows }: { features: Float32Array; rows: number },
): Importance['together'] {
  const { inputs } = model.preparation;
  if (first === undefined || second === undefined) return null;
  const spans = inputSpans(model);
  const pair = [first, second];
  if (pair.some((k) => inputs[k]!.kind !== 'numeric' || inputCount(inputs[k]!) === 0)) return null;
  const width = features.length / rows;
  const [x, y] = pair.map((k) =>
    Float64Array.from({ length: rows }, (_, row) => features[row * width + spans[k]!.first]!),
  );
  const correlation = pearson(x!, y!);
  if (!(Math.abs(correlation) >= strong)) return null;
  return { columns: [inputs[first]!.column, inputs[second]!.column], correlation };
}

function pearson(x: Float64Array, y: Float64Array): number {
  const mean = (of: Float64Array) => of.reduce((sum, value) => sum + value, 0) / of.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [dx, dy] = [x[i]! - meanX, y[i]! - meanY];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xy / Math.sqrt(xx * yy);
}
