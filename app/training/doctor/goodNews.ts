// Good news: a lower learning rate that helped, and a training loss that falls while nothing is wrong.
import type { Diagnosis } from '../../contract/issues/diagnoses.ts';
import type { EpochRecord } from '../../contract/run/training.ts';
import { diagnosis, percent, shown } from './diagnosis.ts';
import { type Examined, optimizerOf } from './examined.ts';
import { sizeOf } from './lossSize.ts';
import { isSteady, type Verdict } from './steady.ts';
import { medianOf, noiseOf } from './trend.ts';

/** Epochs on each side of a change. */
const compared = 20;
const fewest = 10;
const window = 20;
const medianEpochs = 5;
/** Decrease over the window, as a share of the loss. */
const falling = { begins: 0.01, ends: 0.003 };

/** After a lower learning rate: whether the loss varies less from epoch to epoch than before. Only the first epochs after the
 *  change count, so that the verdict stays the same. */
export function calmed(run: Examined): Diagnosis[] {
  const changed = run.changes.findLastIndex(({ optimizer }) => optimizer !== undefined);
  const change = run.changes[changed];
  if (change?.optimizer === undefined || run.stepsPerEpoch === 0) return [];
  const rate = change.optimizer.learningRate;
  if (rate >= optimizerOf({ ...run, changes: run.changes.slice(0, changed) }).learningRate) return [];
  const at = Math.floor(change.step / run.stepsPerEpoch);
  const lossOf = ({ trainLoss, validationLoss }: EpochRecord) => validationLoss ?? trainLoss;
  const until = run.records.filter(({ epoch }) => epoch <= at).slice(-compared);
  const since = run.records.filter(({ epoch }) => epoch > at + 1).slice(0, fewest);
  if (until.length < fewest || since.length < fewest) return [];
  const [before, after] = [noiseOf(until.map(lossOf)), noiseOf(since.map(lossOf))];
  if (after > before / 2) return [];
  const message = `At learning rate ${shown(rate)} the loss varies by ${shown(after)} between epochs; before, it varied by ${shown(before)}.`;
  return [diagnosis('calmed', 'good', message, { rate, before, after })];
}

export function goingWell({ records }: Examined): Diagnosis[] {
  const losses = records.slice(-4 * window).map(({ trainLoss }) => trainLoss);
  const fallAt = (end: number) => {
    const recent = losses.slice(Math.max(0, end - window), end);
    const [first, last] = [medianOf(recent.slice(0, medianEpochs)), medianOf(recent.slice(-medianEpochs))];
    return { epochs: recent.length, fall: (first - last) / sizeOf(first) };
  };
  const verdictAt = (end: number): Verdict => {
    if (end <= medianEpochs) return 'unclear';
    const { fall } = fallAt(end);
    return fall > falling.begins ? 'holds' : fall < falling.ends ? 'over' : 'unclear';
  };
  const { epochs, fall } = fallAt(losses.length);
  if (fall <= 0 || !isSteady(losses.length, verdictAt)) return [];
  const message = `The training loss fell by ${percent(fall)} in the last ${epochs} epochs, and there is no warning.`;
  return [diagnosis('going_well', 'good', message, { epochs, fall })];
}
