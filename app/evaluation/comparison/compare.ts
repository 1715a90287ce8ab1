// Predictions of a network and of its baselines on the same rows -> their metrics, the interval of the main one, and the
// network's lead.
import { type Comparison, confidence, type Lead, type MainMetric } from '../../contract/run/comparison.ts';
import { guessed } from '../guess.ts';
import { allMetrics } from '../metrics/allMetrics.ts';
import { type Predictions, rowCount } from '../predictions.ts';
import { choosingAsMany } from './asMany.ts';
import { bootstrap, middle, type RowDraw } from './bootstrap.ts';
import { higherIsBetter, type Measured, mainMetricOf, measured } from './mainMetric.ts';
import { wilson } from './wilson.ts';

/** With fewer rows a bootstrap says nothing. */
const fewestRows = 10;
/** More rows than these are thinned for the bootstrap, which makes its intervals wider than they need be. */
const mostRows = 50_000;

export interface Judged {
  /** rows x 1 (class index) or rows x targets (own units), at least one row. */
  truth: Float64Array;
  network: Predictions;
  /** The linear model's; null where there is none. */
  linear: Predictions | null;
  /** Each class's share of the training rows, or each target's mean. */
  guess: readonly number[];
  /** Whether training weighed classes. */
  weighted: boolean;
  /** By which the network chooses between two classes, where somebody set one. */
  threshold?: number | undefined;
}

/** Rejects with AppError outputs_not_finite. */
export async function compare(given: Judged, random: RowDraw): Promise<Comparison> {
  const judged = { ...given, linear: fairLinear(given) };
  const { truth, network, linear } = judged;
  const guess = guessed(judged.guess, network, rowCount(network));
  const main = mainMetricOf(network, judged.guess, judged.weighted);
  return {
    ...(await metricsOfEach(judged)),
    main,
    ...(await intervals(main, truth, [network, guess, ...(linear === null ? [] : [linear])], random)),
  };
}

function fairLinear({ linear, network, threshold }: Judged): Predictions | null {
  if (threshold === undefined || linear?.kind !== 'class' || network.kind !== 'class') return linear;
  return choosingAsMany(linear, network);
}

/** Every metric of the network and of the simple models. Rejects with AppError outputs_not_finite. */
export async function metricsOfEach({
  truth,
  network,
  linear,
  guess,
}: Omit<Judged, 'weighted' | 'threshold'>): Promise<Pick<Comparison, 'metrics' | 'baselines'>> {
  return {
    metrics: await allMetrics(truth, network),
    baselines: {
      guess: await allMetrics(truth, guessed(guess, network, rowCount(network))),
      linear: linear === null ? null : await allMetrics(truth, linear),
    },
  };
}

/** @param models the network, the guess, and the linear model if there is one. */
async function intervals(
  main: MainMetric,
  truth: Float64Array,
  models: Predictions[],
  random: RowDraw,
): Promise<Pick<Comparison, 'interval' | 'lead'>> {
  const rows = rowCount(models[0]!);
  const all = new Uint16Array(rows).fill(1);
  const measures = models.map((predictions) => measured(main, truth, predictions));
  const [value = 0, ...others] = measures.map((measure) => measure(all));
  const exact = main === 'accuracy' ? wilson(Math.round(value * rows), rows) : null;
  const by = exact === null ? 'bootstrap' : 'wilson';
  const asInterval = (range: { low: number; high: number } | null) =>
    range === null ? null : ({ metric: main, level: confidence, ...range, by } as const);
  if (rows < fewestRows) return { interval: asInterval(exact), lead: { guess: null, linear: null } };
  const [own, ...drawn] = await bootstrap(Math.min(rows, mostRows), measures.map(thinned(rows)), random);
  const leads = drawn.map((values, k) => leadOf(main, value - others[k]!, own!, values));
  return {
    interval: asInterval(exact ?? middle(own!, confidence)),
    lead: { guess: leads[0] ?? null, linear: leads[1] ?? null },
  };
}

/** A measure that takes counts of at most `mostRows` rows, evenly spread over `rows`. */
function thinned(rows: number): (measure: Measured) => Measured {
  if (rows <= mostRows) return (measure) => measure;
  const every = Uint32Array.from({ length: mostRows }, (_, k) => Math.floor((k * rows) / mostRows));
  const spread = new Uint16Array(rows);
  return (measure) => (counts) => {
    for (const [k, row] of every.entries()) spread[row] = counts[k]!;
    return measure(spread);
  };
}

function leadOf(main: MainMetric, difference: number, own: Float64Array, other: Float64Array): Lead | null {
  const sign = higherIsBetter(main) ? 1 : -1;
  const range = middle(
    own.map((value, draw) => sign * (value - other[draw]!)),
    confidence,
  );
  return range === null || Number.isNaN(difference) ? null : { value: sign * difference, ...range };
}
