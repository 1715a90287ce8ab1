// A candidate of the search: its settings, drawn or fixed, and the ordinary spec that they make of the search's base spec. Candidate i
// is the same for every budget: it is the i-th that differs from all before it.
import type { CandidateSettings } from '../../contract/run/search.ts';
import { againstOutliers, type ColumnPreparation } from '../../contract/spec/columnPreparation.ts';
import { type Activation, type Normalization, newLayer } from '../../contract/spec/layers.ts';
import { newOptimizer } from '../../contract/spec/optimizers.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import {
  type FixedCandidate,
  fixedCandidates,
  huber,
  mostColumnsInBins,
  mostWeightDecay,
  type SearchLoss,
  type SearchScaling,
  space,
} from './space.ts';

export interface NewCandidate {
  kind: 'proposal' | 'linear' | 'drawn';
  settings: CandidateSettings;
  spec: RunSpec;
}

/** A whole number from 0 to `limit` - 1, each as probable. */
export type Below = (limit: number) => number;

/** After so many draws in a row that were there before, the space counts as used up. */
const mostDraws = 1_000;

/** The candidates in their order; ends where the space has no more. `rows`: of the folds that a network learns from, all but one. */
export function* candidates(base: RunSpec, rows: number, below: Below): Generator<NewCandidate, void> {
  const known = new Set<string>();
  for (let index = 0; ; index++) {
    const next = nextCandidate(base, rows, below, index, known);
    if (next === null) return;
    known.add(JSON.stringify(next.settings));
    yield next;
  }
}

function nextCandidate(
  base: RunSpec,
  rows: number,
  below: Below,
  index: number,
  known: ReadonlySet<string>,
): NewCandidate | null {
  const fixed = fixedCandidates[index];
  if (fixed === 'proposal') return { kind: 'proposal', settings: settingsOf(base), spec: base };
  const settings = fixed && fitting(base, fixedSettings(fixed, rows));
  if (settings !== undefined && !known.has(JSON.stringify(settings))) {
    const kind = settings.hidden.length === 0 ? 'linear' : 'drawn';
    return { kind, settings, spec: candidateSpec(base, settings) };
  }
  for (let draw = 0; draw < mostDraws; draw++) {
    const settings = drawn(base, rows, below);
    if (!known.has(JSON.stringify(settings)))
      return { kind: 'drawn', settings, spec: candidateSpec(base, settings) };
  }
  return null;
}

/** Adam's batch and learning rate are those that are proposed for small tables. */
function fixedSettings(
  { hidden, activation, decay, by, dropout = 0, scaling = 'proposed', loss = 'proposed' }: FixedCandidate,
  rows: number,
): Wanted {
  const layers =
    hidden.length === 0
      ? { activation: null, dropout: null, normalization: null }
      : { activation, dropout, normalization: 'none' };
  return {
    hidden: [...hidden],
    ...layers,
    learningRate: by === 'lbfgs' ? 1 : 0.003,
    weightDecay: weightDecayOf(decay, rows),
    batchSize: by === 'lbfgs' ? 'full' : 32,
    scaling,
    loss,
  };
}

/** The L2 penalty that counts as much as `decay` of the rows, to one digit. */
function weightDecayOf(decay: number, rows: number): number {
  return Number(Math.min(mostWeightDecay, decay / rows).toPrecision(1));
}

/** Draws a value of every setting, so that what one draw takes does not depend on another. */
function drawn(base: RunSpec, rows: number, below: Below): CandidateSettings {
  const one = <Value>(values: readonly Value[]): Value => values[below(values.length)]!;
  const hidden = one<readonly number[]>(space.hidden);
  const settings = {
    hidden: [...hidden],
    activation: one<Activation>(space.activation),
    learningRate: one<number>(space.learningRate),
    weightDecay: weightDecayOf(one<number>(space.decay), rows),
    dropout: one<number>(space.dropout),
    normalization: one<Normalization>(space.normalization),
    batchSize: one(
      space.batchSize.filter((size) => size === 'full' || size <= Math.max(rows / 4, space.batchSize[0])),
    ),
    scaling: one<string>(space.scaling),
    loss: one<SearchLoss>(space.loss),
  };
  const byLbfgs = { learningRate: 1, dropout: 0, normalization: 'none' };
  return fitting(base, { ...settings, ...(settings.batchSize === 'full' ? byLbfgs : {}) });
}

/** Settings before it is known what the spec allows. */
type Wanted = Omit<CandidateSettings, 'loss'> & { loss: SearchLoss };

/** Without number columns there is nothing to scale, too many are not put in bins, and not every loss has a robust form. */
function fitting({ data, training }: RunSpec, settings: Wanted): CandidateSettings {
  const numbers = data.columns.filter(({ role, type }) => role === 'feature' && type === 'number').length;
  const most = settings.scaling === 'piecewiseLinear' ? mostColumnsInBins : Number.POSITIVE_INFINITY;
  const scaling = numbers > 0 && numbers <= most ? settings.scaling : 'proposed';
  const isRobust = settings.loss === 'huber' && huber.insteadOf.includes(training.loss);
  return { ...settings, scaling, loss: isRobust ? 'huber' : training.loss };
}

/** The base spec with a candidate's settings; all else stays: data, task, seed, epochs. */
export function candidateSpec(base: RunSpec, settings: CandidateSettings): RunSpec {
  const { hidden, learningRate, weightDecay, batchSize } = settings;
  const optimizer = newOptimizer(batchSize === 'full' ? 'lbfgs' : 'adam', { learningRate, weightDecay });
  const layers = hidden.map((units) =>
    newLayer(units, settings.activation as Activation, {
      normalization: settings.normalization as Normalization,
      dropout: settings.dropout ?? 0,
    }),
  );
  return {
    ...base,
    data: withScaling(base.data, settings.scaling as SearchScaling),
    model: { layers, output: base.model.output },
    training: { ...withLoss(base.training, settings.loss), optimizer, batchSize },
  };
}

function withLoss(training: RunSpec['training'], loss: CandidateSettings['loss']): RunSpec['training'] {
  if (loss === null || loss === training.loss) return training;
  return { ...training, loss, lossSettings: { ...training.lossSettings, delta: huber.delta } };
}

/** What number columns get beside their proposed preparation. */
const preparations: Record<Exclude<SearchScaling, 'proposed'>, ColumnPreparation> = {
  robust: againstOutliers,
  log: { log: true },
  piecewiseLinear: { piecewiseLinear: true },
};

function withScaling(data: RunSpec['data'], scaling: SearchScaling): RunSpec['data'] {
  if (scaling === 'proposed') return data;
  const columns = data.columns.map((column) =>
    column.role === 'feature' && column.type === 'number'
      ? { ...column, prepare: { ...column.prepare, ...preparations[scaling] } }
      : column,
  );
  return { ...data, columns };
}

/** What a spec that was not made here is listed as: of layers that differ, the first hidden one's settings. */
export function settingsOf({ model, training }: RunSpec): CandidateSettings {
  const [first] = model.layers;
  const { optimizer, batchSize } = training;
  return {
    hidden: model.layers.map(({ units }) => units),
    activation: first?.activation ?? null,
    learningRate: optimizer.learningRate,
    weightDecay: 'weightDecay' in optimizer ? optimizer.weightDecay : 0,
    dropout: first?.dropout ?? null,
    normalization: first?.normalization ?? null,
    batchSize,
    scaling: 'proposed',
    loss: training.loss,
  };
}
