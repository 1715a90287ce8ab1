// What the training loss shows about the learning rate: too large where the loss rises or jumps, too small where it falls
// steadily but very slowly; and where it stays constant, there is nothing more to gain. Epochs before the last change of
// settings do not count.
import type { Diagnosis } from '../../contract/issues/diagnoses.ts';
import type { Remedy } from '../../contract/issues/remedies.ts';
import { smallerRate } from '../../contract/issues/smallerRate.ts';
import type { EpochRecord, Progress } from '../../contract/run/training.ts';
import { diagnosis, percent, shown } from './diagnosis.ts';
import { type Examined, isAlive, rateOf, recordsSinceChange } from './examined.ts';
import { sizeOf } from './lossSize.ts';
import { isSteady, type Verdict } from './steady.ts';
import { medianOf, monotony, noiseOf, theilSen } from './trend.ts';

/** Epochs for a trend, also the fewest: with 10 the slope would still be off by a third of the noise. */
const window = 20;
const fewest = 10;
/** The lowest loss is searched in so many epochs: too large a rate shows sooner. */
const lowestWithin = 500;
/** Epochs of a median: two outliers do not change it. */
const medianEpochs = 5;
/** A loss half as high again as its lowest is not mini-batch noise; once it is within a fifth of the lowest, the rise is over. */
const risen = { begins: 0.5, ends: 0.2 };
/** Change from one epoch to the next, as a share of the loss. Mini-batches of 8 rows change it by 2 to 10 %, or twice that near
 *  0. */
const jumpy = { begins: 0.25, ends: 0.15 };
/** Decrease in 20 epochs, as a share of the loss. `monotony`: the share of pairs of epochs that rise minus the share that fall;
 *  -0.8 is five standard deviations from no trend. */
const crawling = { begins: 0.05, ends: 0.08, monotony: -0.8 };
/** Change over the window, as a share of the loss. */
const still = { begins: 1e-4, ends: 1e-3 };
/** Largest share of a layer's weights that a step may change if a larger rate is to be proposed. In 165 slow runs three times
 *  the rate made 32 worse, some without bound; of those below this limit, 12 of 107. */
const largeStep = 1e-3;

export function lossTrend(run: Examined): Diagnosis[] {
  const records = recordsSinceChange(run).slice(-lowestWithin);
  const losses = records.map(({ trainLoss }) => trainLoss);
  return tooLarge(run, records, losses) ?? standing(run, losses) ?? crawlingDown(run, records, losses) ?? [];
}

/** A rising loss and a jumping loss have the same cause and turn into each other: one rule with two names. */
function tooLarge(
  run: Examined,
  records: readonly EpochRecord[],
  losses: readonly number[],
): Diagnosis[] | null {
  const lowest = lowestMedians(losses);
  const steps = undisturbed(run, records);
  const verdictAt = (end: number): Verdict => {
    if (end < fewest) return 'unclear';
    const verdicts = [risingAt(losses, end, lowest[end - 1]!.loss), jumpingAt(steps, end)];
    if (verdicts.includes('holds')) return 'holds';
    return verdicts.includes('unclear') ? 'unclear' : 'over';
  };
  if (!isSteady(losses.length, verdictAt)) return null;
  const rate = rateOf(run);
  const remedy: Remedy = { kind: 'learningRate', rate: smallerRate(rate) };
  const { share, upAndDown } = jumpsOf(steps);
  const { from, to, epochs } = riseOf(losses, lowest.at(-1)!);
  if ((share > jumpy.ends && upAndDown) || to <= from) {
    const message = `The training loss changes by ${percent(share)} per epoch on average. The learning rate ${shown(rate)} is probably too large.`;
    const values = { epochs: losses.length, share, rate };
    return [diagnosis('loss_jumps', 'warning', message, values, remedy)];
  }
  const message = `In ${epochs} epochs the training loss rose from ${shown(from)} to ${shown(to)}. The learning rate ${shown(rate)} is too large.`;
  return [diagnosis('loss_rising', 'warning', message, { epochs, from, to, rate }, remedy)];
}

/** The rise from the lowest median to the highest one after it, and how many epochs it took. */
function riseOf(losses: readonly number[], { loss: from, at }: Lowest) {
  let [to, until] = [from, at];
  for (let end = at + 1; end <= losses.length; end++) {
    const loss = recently(losses, end);
    if (loss > to) [to, until] = [loss, end];
  }
  return { from, to, epochs: until - at };
}

function risingAt(losses: readonly number[], end: number, least: number): Verdict {
  const grown = recently(losses, end) - least;
  const rise = grown / sizeOf(least);
  if (rise < risen.ends) return 'over';
  if (rise < risen.begins) return 'unclear';
  return grown > 2 * noiseOf(losses.slice(Math.max(0, end - window), end)) ? 'holds' : 'unclear';
}

function jumpingAt(losses: readonly number[], end: number): Verdict {
  const { share, upAndDown } = jumpsOf(losses.slice(Math.max(0, end - window), end));
  if (share < jumpy.ends) return 'over';
  return share > jumpy.begins && upAndDown ? 'holds' : 'unclear';
}

/** The median change per epoch as a share of the loss. A loss that moves in one direction in nearly all epochs, however fast,
 *  does not jump. */
function jumpsOf(losses: readonly number[]): { share: number; upAndDown: boolean } {
  const steps = losses.slice(1).map((loss, i) => loss - losses[i]!);
  const share = medianOf(steps.map(Math.abs)) / sizeOf(medianOf(losses));
  const up = steps.filter((step) => step > 0).length / steps.length;
  return { share, upAndDown: up >= 0.3 && up <= 0.7 };
}

/** Losses that only the steps change: dropout also makes the training loss vary, but not the validation loss. */
function undisturbed({ spec }: Examined, records: readonly EpochRecord[]): number[] {
  const drops = spec.model.layers.some(({ dropout }) => dropout > 0);
  return records.map(({ trainLoss, validationLoss }) => (drops ? (validationLoss ?? 0) : trainLoss));
}

/** The loss has stopped where the trend is almost 0, or is lost in the noise of a longer window: with mini-batches no loss is
 *  ever exactly constant. */
function standing(run: Examined, losses: readonly number[]): Diagnosis[] | null {
  if (!isAlive(run)) return null;
  const verdictAt = (end: number): Verdict => {
    if (end < window) return 'unclear';
    const change = changeOf(losses.slice(end - window, end));
    if (Math.abs(change) < still.begins) return 'holds';
    if (end < 2 * window) return change < -still.ends ? 'over' : 'unclear';
    const longer = losses.slice(end - 2 * window, end);
    const trend = monotony(longer);
    // For 40 values without a trend it lies within 0.11 in 68 of 100 cases, and below -0.33 in one of 1,000.
    if (trend < -0.33) return 'over';
    const size = sizeOf(medianOf(longer));
    return Math.abs(trend) < 0.11 && Math.abs(changeOf(longer)) < (0.5 * noiseOf(longer)) / size
      ? 'holds'
      : 'unclear';
  };
  if (!isSteady(losses.length, verdictAt)) return null;
  const change = Math.abs(changeOf(losses.slice(-window)));
  const message = `The training loss changed by only ${percent(change)} in ${window} epochs. More epochs will hardly help.`;
  return [diagnosis('plateau', 'note', message, { epochs: window, change }, { kind: 'stop' })];
}

/** The loss falls in nearly every epoch, but by less than a twentieth in all: a larger step would go the same way faster. */
function crawlingDown(
  run: Examined,
  records: readonly EpochRecord[],
  losses: readonly number[],
): Diagnosis[] | null {
  const ratio = largestRatio(run.updateRatios);
  const rate = rateOf(run);
  // A schedule that has lowered the rate did so on purpose.
  const lowered = (records.at(-1)?.learningRate ?? rate) < rate / 2;
  if (!isAlive(run) || lowered || (ratio !== null && ratio >= largeStep)) return null;
  const verdictAt = (end: number): Verdict => {
    if (end < window) return 'unclear';
    const recent = losses.slice(end - window, end);
    const fall = -changeOf(recent);
    if (fall > crawling.ends || fall < 0) return 'over';
    return fall < crawling.begins && monotony(recent) < crawling.monotony ? 'holds' : 'unclear';
  };
  if (!isSteady(losses.length, verdictAt)) return null;
  const fall = -changeOf(losses.slice(-window));
  const message = `The training loss falls in almost every epoch, but only by ${percent(fall)} over ${window} epochs. The learning rate ${shown(rate)} is probably too small.`;
  const values = { epochs: window, fall, rate, ...(ratio === null ? {} : { ratio }) };
  const raise: Remedy = { kind: 'learningRate', rate: Number((rate * 3).toPrecision(2)) };
  return [diagnosis('rate_too_small', 'note', message, values, raise)];
}

/** The change from the first to the last of some losses by their robust slope, as a share of the loss. */
function changeOf(losses: readonly number[]): number {
  return (theilSen(losses) * (losses.length - 1)) / sizeOf(medianOf(losses));
}

function recently(losses: readonly number[], end: number): number {
  return medianOf(losses.slice(Math.max(0, end - medianEpochs), end));
}

/** The median of consecutive losses, and the index after the last of them. */
interface Lowest {
  loss: number;
  at: number;
}

/** The lowest medians of the first 1, 2, 3, ... losses. */
function lowestMedians(losses: readonly number[]): Lowest[] {
  const found: Lowest[] = [];
  for (let end = 1; end <= losses.length; end++) {
    const [loss, before] = [recently(losses, end), found.at(-1)];
    found.push(before !== undefined && before.loss <= loss ? before : { loss, at: end });
  }
  return found;
}

/** The largest ratio of all layers; null where unknown. */
function largestRatio(ratios: Progress['updateRatios']): number | null {
  const known = (ratios ?? []).filter((ratio) => ratio !== null);
  return known.length === 0 ? null : Math.max(...known);
}
