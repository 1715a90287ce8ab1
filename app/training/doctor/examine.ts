// Rules that turn a run's losses and layer statistics into diagnoses: a cause, the number that shows it, and a remedy. Each is a rule
// of thumb with its threshold written beside it; none uses test rows.

import type {
  Diagnosis,
  DiagnosisCode,
  DiagnosisOf,
  DiagnosisValues,
} from '../../contract/issues/diagnoses.ts';
import type { Remedy } from '../../contract/issues/remedies.ts';
import type { Statistics } from '../../contract/run/insight.ts';
import type { Change, EpochRecord, Progress } from '../../contract/run/training.ts';
import { beginsAlike } from '../../contract/spec/layers.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';

export interface Examined {
  spec: RunSpec;
  records: readonly EpochRecord[];
  changes: readonly Change[];
  stepsPerEpoch: number;
  /** Whether it could still go on. */
  alive: boolean;
  /** Of the present weights on training rows; null where it would cost too much. */
  statistics: Statistics | null;
  updateRatios: Progress['updateRatios'];
  /** Inputs that are not scaled, with their largest size in the network's own scale. */
  unscaled: readonly { column: string; size: number }[];
}

/** Epochs that a trend is read from. */
const window = 20;
/** Where a step changes the weights of a layer by as large a share of them, a larger one more often spoils than helps: of 165
 *  slow runs three times the rate made 32 worse, some without bound; of those below this it was 12 of 107. */
const largeStep = 1e-3;
/** Sizes of inputs that are harmless as they are. */
const harmlessInput = 10;

/** The most pressing first. */
export function examine(run: Examined): Diagnosis[] {
  const found = [
    ...unscaledInputs(run),
    ...unitsAlike(run),
    ...lossTrend(run),
    ...overfitting(run),
    ...insideLayers(run),
    ...calmed(run),
  ];
  if (found.some(({ tone }) => tone !== 'good')) return found;
  return [...found, ...goingWell(run)];
}

function diagnosis<Code extends DiagnosisCode>(
  code: Code,
  tone: Diagnosis['tone'],
  message: string,
  values: DiagnosisValues<Code>,
  remedy: Remedy | null = null,
): DiagnosisOf<Code> {
  return { code, tone, message, values, remedy };
}

function rateOf({ spec, changes }: Examined): number {
  return (
    changes.findLast(({ optimizer }) => optimizer !== undefined)?.optimizer?.learningRate ??
    spec.training.optimizer.learningRate
  );
}

/** A rate of two digits: 0.0033, not 0.0033333. */
function rounded(rate: number): number {
  return Number(rate.toPrecision(2));
}

function unscaledInputs({ unscaled }: Examined): Diagnosis[] {
  const [worst] = unscaled.filter(({ size }) => size > harmlessInput).toSorted((a, b) => b.size - a.size);
  if (worst === undefined) return [];
  const { column, size } = worst;
  const message = `"${column}" reaches ${shown(size)} and is not scaled: its gradients are far larger than those of the other inputs.`;
  const remedy: Remedy = { kind: 'prepare', column, prepare: { scaling: 'standard' } };
  return [diagnosis('unscaled_input', 'warning', message, { column, size }, remedy)];
}

/** By dropout alone they would get different gradients. The first such layer holds all behind it. */
function unitsAlike({ spec }: Examined): Diagnosis[] {
  const place = spec.model.layers.findIndex((layer) => beginsAlike(layer) && layer.dropout === 0);
  const layer = spec.model.layers[place];
  if (layer === undefined) return [];
  const message = `All ${layer.units} units of hidden layer ${place + 1} start with the same weights, so they get the same gradients and stay identical. They learn no more than one unit.`;
  const values = { layer: place + 1, units: layer.units };
  return [diagnosis('units_alike', 'warning', message, values, { kind: 'variedWeights' })];
}

function lossTrend(run: Examined): Diagnosis[] {
  const losses = run.records.slice(-window).map(({ trainLoss }) => trainLoss);
  if (losses.length < 5) return [];
  const [first, last] = [losses[0]!, losses.at(-1)!];
  const least = Math.min(...losses);
  const epochs = losses.length;
  const lower: Remedy = { kind: 'learningRate', rate: rounded(rateOf(run) / 5) };
  const jumps =
    meanOf(losses.slice(1).map((loss, i) => Math.abs(loss - losses[i]!))) /
    Math.max(meanOf(losses.map(Math.abs)), 1e-12);
  // Half as much again as at its lowest is no noise of mini-batches; that moves to and fro by less than a quarter.
  if (last > 1.5 * least && last > first && least > 0) {
    const message = `In ${epochs} epochs the training loss rose from ${shown(least)} to ${shown(last)}. The learning rate ${shown(rateOf(run))} is too large.`;
    return [
      diagnosis(
        'loss_rising',
        'warning',
        message,
        { epochs, from: least, to: last, rate: rateOf(run) },
        lower,
      ),
    ];
  }
  if (jumps > 0.25) {
    const message = `The training loss changes by ${percent(jumps)} per epoch on average. The learning rate ${shown(rateOf(run))} is probably too large.`;
    return [diagnosis('loss_jumps', 'warning', message, { epochs, share: jumps, rate: rateOf(run) }, lower)];
  }
  if (epochs < window || !run.alive) return [];
  const change = (first - last) / Math.max(Math.abs(first), 1e-12);
  const falling = losses.slice(1).filter((loss, i) => loss < losses[i]!).length / (epochs - 1);
  const raise: Remedy = { kind: 'learningRate', rate: rounded(rateOf(run) * 3) };
  if (Math.abs(change) < 1e-4) {
    const message = `The training loss changed by only ${percent(Math.abs(change))} in ${epochs} epochs. More epochs will hardly help.`;
    return [diagnosis('plateau', 'note', message, { epochs, change: Math.abs(change) }, { kind: 'stop' })];
  }
  // Down in nearly every epoch, and still not a twentieth in all: a larger step would go the same way faster.
  const ratio = largestRatio(run.updateRatios);
  if (falling > 0.9 && change < 0.05 && (ratio === null || ratio < largeStep)) {
    const message = `The training loss falls in almost every epoch, but only by ${percent(change)} over ${epochs} epochs. The learning rate ${shown(rateOf(run))} is probably too small.`;
    const values = { epochs, fall: change, rate: rateOf(run), ...(ratio === null ? {} : { ratio }) };
    return [diagnosis('rate_too_small', 'note', message, values, raise)];
  }
  return [];
}

/** Of all layers; null where it is not known. */
function largestRatio(ratios: Progress['updateRatios']): number | null {
  const known = (ratios ?? []).filter((ratio) => ratio !== null);
  return known.length === 0 ? null : Math.max(...known);
}

/** Validation rows got worse by a tenth since the best epoch, while training rows got better. */
function overfitting({ records, spec, alive }: Examined): Diagnosis[] {
  const validated = records.filter(({ validationLoss }) => validationLoss !== null);
  const last = validated.at(-1);
  if (last === undefined || validated.length < 10) return [];
  const best = validated.reduce((least, record) =>
    record.validationLoss! < least.validationLoss! ? record : least,
  );
  const since = last.epoch - best.epoch;
  if (since < 5 || last.validationLoss! < 1.1 * best.validationLoss! || last.trainLoss >= best.trainLoss)
    return [];
  const [validation, least] = [last.validationLoss!, best.validationLoss!];
  const message = `Since epoch ${best.epoch} the validation loss has risen from ${shown(least)} to ${shown(validation)} while the training loss kept falling: the network overfits. The weights of epoch ${best.epoch} have the lowest validation loss.`;
  const decay = 'weightDecay' in spec.training.optimizer ? spec.training.optimizer.weightDecay : 0;
  const remedy: Remedy =
    alive && spec.training.patience === 0
      ? { kind: 'stop' }
      : { kind: 'weightDecay', value: decay > 0 ? Math.min(1, 10 * decay) : 0.001 };
  return [
    diagnosis('overfitting', 'warning', message, { best: best.epoch, since, validation, least }, remedy),
  ];
}

function insideLayers({ statistics, spec }: Examined): Diagnosis[] {
  if (statistics === null) return [];
  const hidden = statistics.layers.slice(0, -1);
  const found: Diagnosis[] = [];
  const dead = worst(hidden.map((layer) => layer.dead));
  if (dead !== null && dead.share >= 0.25) {
    const { place, share } = dead;
    const message = `${percent(share)} of the units of hidden layer ${place + 1} are dead: they output 0 for every row. Their gradient is 0 too, so they stop learning.`;
    const remedy: Remedy = { kind: 'activation', layer: place, activation: 'leakyRelu' };
    found.push(diagnosis('dead_units', 'warning', message, { layer: place + 1, share }, remedy));
  }
  const saturated = worst(hidden.map((layer) => layer.saturated));
  if (saturated !== null && saturated.share >= 0.5) {
    const { place, share } = saturated;
    const message = `${percent(share)} of the activations of hidden layer ${place + 1} are saturated: at the ends of their range the derivative is almost 0, so hardly any gradient passes through.`;
    const decay = 'weightDecay' in spec.training.optimizer ? spec.training.optimizer.weightDecay : 0;
    const value = decay > 0 ? Math.min(1, 10 * decay) : 0.001;
    found.push(
      diagnosis(
        'saturated_units',
        'warning',
        message,
        { layer: place + 1, share },
        { kind: 'weightDecay', value },
      ),
    );
  }
  const norms = statistics.layers.map(({ sumGradients }) => sumGradients.norm);
  const [first, last] = [norms[0] ?? 0, norms.at(-1) ?? 0];
  // A thousandth of what the output layer gets: the first layer stands still beside it.
  if (hidden.length >= 2 && last > 0 && first < 1e-3 * last) {
    const message = `The gradient vanishes: its norm is ${shown(first)} at the first layer and ${shown(last)} at the last one, more than 1,000 times as large. The first layers hardly learn.`;
    const remedy: Remedy = { kind: 'batchNormalization' };
    found.push(diagnosis('vanishing_gradients', 'warning', message, { layer: 1, first, last }, remedy));
  }
  return found;
}

function worst(shares: (number | null)[]): { place: number; share: number } | null {
  let found: { place: number; share: number } | null = null;
  for (const [place, share] of shares.entries()) {
    if (share !== null && (found === null || share > found.share)) found = { place, share };
  }
  return found;
}

/** After a lower learning rate: whether the loss moves less from epoch to epoch than before. */
function calmed(run: Examined): Diagnosis[] {
  const change = run.changes.findLast(({ optimizer }) => optimizer !== undefined);
  if (change?.optimizer === undefined || run.stepsPerEpoch === 0) return [];
  const at = Math.floor(change.step / run.stepsPerEpoch);
  const lossOf = ({ trainLoss, validationLoss }: EpochRecord) => validationLoss ?? trainLoss;
  const before = movement(
    run.records
      .filter(({ epoch }) => epoch <= at)
      .slice(-window)
      .map(lossOf),
  );
  const after = movement(
    run.records
      .filter(({ epoch }) => epoch > at + 1)
      .slice(0, window)
      .map(lossOf),
  );
  if (before === null || after === null || after > before / 2) return [];
  const rate = change.optimizer.learningRate;
  const message = `At learning rate ${shown(rate)} the loss varies by ${shown(after)} between epochs; before, it varied by ${shown(before)}.`;
  return [diagnosis('calmed', 'good', message, { rate, before, after })];
}

/** Standard deviation of the change of the loss per epoch; null for fewer than five changes. */
function movement(losses: number[]): number | null {
  const steps = losses.slice(1).map((loss, i) => loss - losses[i]!);
  if (steps.length < 5) return null;
  const mean = meanOf(steps);
  return Math.sqrt(meanOf(steps.map((step) => (step - mean) ** 2)));
}

function goingWell({ records }: Examined): Diagnosis[] {
  const losses = records.slice(-window).map(({ trainLoss }) => trainLoss);
  if (losses.length < 5 || losses[0]! <= 0) return [];
  const fall = (losses[0]! - losses.at(-1)!) / losses[0]!;
  if (fall < 0.01) return [];
  const epochs = losses.length;
  const message = `The training loss fell by ${percent(fall)} in the last ${epochs} epochs, and there is no warning.`;
  return [diagnosis('going_well', 'good', message, { epochs, fall })];
}

function meanOf(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);
}

function shown(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}
