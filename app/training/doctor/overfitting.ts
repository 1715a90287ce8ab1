// Whether the network overfits: judged by the gap between the two losses and by the rise of the validation loss, both larger
// than chance explains for so few validation rows, and only if the network has enough parameters.
import type { Diagnosis } from '../../contract/issues/diagnoses.ts';
import { diagnosis, percent, shown } from './diagnosis.ts';
import { type Examined, isAlive, moreWeightDecay, type RunSize } from './examined.ts';
import { ofKnowingNothing } from './lossSize.ts';
import { isSteady, type Verdict } from './steady.ts';
import { errorShare } from './validationError.ts';
import { fewestEpochs, type Point, Points } from './validationPoints.ts';

/** With ten rows per parameter, least squares fits the rows that it was trained on better by a fifth (2 p / n, Mallows): that
 *  is not overfitting. */
const rowsPerParameter = 10;
/** Fewest epochs since the best one for a rise. */
const fewestSince = 5;
/** Rise of the validation loss since its best epoch, as a share of it. */
const risen = { begins: 0.1, ends: 0.05 };
/** If the training loss rises above this multiple of its value at the best epoch, both losses rise: that is not overfitting. */
const trainRisen = 1.5;
/** How many standard errors of the validation loss the gap and the rise must exceed. The rise compares the same rows, so its
 *  own standard error is half as large (median of 108 runs). */
const beyondChance = { gap: 2, rise: 1.5, ends: 0.5 };
/** If the validation loss is below a quarter of an untrained network's, most of what can be learned was learned. */
const learnedLittle = { begins: 0.25 * ofKnowingNothing, ends: 0.15 * ofKnowingNothing };
/** If the lowest validation loss is not below this share of the first one, there is no better epoch to go back to. */
const neverBetter = 0.9;
/** The validation loss divided by the training loss. */
const farBelow = { begins: 3, ends: 2 };
/** With fewer validation rows, a single row is more than a twentieth of the loss. */
const fewRows = 20;

export function overfitting(run: Examined): Diagnosis[] {
  const validated = run.records.filter(({ validationLoss }) => Number.isFinite(validationLoss));
  const { size } = run;
  if (validated.length < fewestEpochs) return [];
  if (size !== null && size.parameters * rowsPerParameter < size.trainRows) return [];
  const points = new Points(validated, run);
  const start = Math.min(validated[0]!.validationLoss!, ofKnowingNothing);
  const rises = isSteady(validated.length, (end) => rise(points.at(end)));
  const apart = size !== null && isSteady(validated.length, (end) => gap(points.at(end), size));
  const now = points.at(validated.length);
  if (now === null) return [];
  if (rises && (!apart || now.least < neverBetter * start)) return [risingValidation(run, now)];
  return apart ? [largeGap(run, size, now)] : [];
}

/** A note that does not depend on the losses: it tells in advance how reliable they are. */
export function fewValidationRows({ size, records }: Examined): Diagnosis[] {
  const rows = size?.validationRows ?? 0;
  if (rows === 0 || rows >= fewRows || records.length === 0) return [];
  const share = 2 * errorShare(rows, null);
  const message = `The validation data has few rows (${rows}). Differences of the validation loss below ${percent(share)} may be noise.`;
  return [diagnosis('few_validation_rows', 'note', message, { rows, share })];
}

function rise(point: Point | null): Verdict {
  if (point === null || point.since < fewestSince) return point === null ? 'unclear' : 'over';
  const { validation, least, noise, error, train, trainAtBest } = point;
  const grown = validation - least;
  if (grown < risen.ends * least || train > trainRisen * trainAtBest) return 'over';
  const chance = beyondChance.rise * error * validation;
  if (grown < beyondChance.ends * chance) return 'over';
  const clear = train < trainAtBest && grown > risen.begins * least && grown > chance && grown > 2 * noise;
  const wide = validation - train > beyondChance.gap * error * validation;
  return clear && wide ? 'holds' : 'unclear';
}

function gap(point: Point | null, { parameters, trainRows }: RunSize): Verdict {
  if (point === null) return 'unclear';
  const { train, validation, error } = point;
  // A loss below 0 (possible with Poisson) has no ratio.
  if (parameters <= trainRows || train < 0 || validation < farBelow.ends * train) return 'over';
  const beyond = (validation - train) / (error * validation);
  if (validation < learnedLittle.ends || beyond < beyondChance.gap * beyondChance.ends) return 'over';
  const clear = beyond > beyondChance.gap && validation > learnedLittle.begins;
  return clear && validation > farBelow.begins * train ? 'holds' : 'unclear';
}

function risingValidation(run: Examined, { best, since, validation, least }: Point): Diagnosis {
  const message = `Since epoch ${best.epoch} the validation loss has risen from ${shown(least)} to ${shown(validation)} while the training loss kept falling: the network overfits. The weights of epoch ${best.epoch} have the lowest validation loss.`;
  const stops = isAlive(run) && run.spec.training.patience === 0;
  const remedy = stops ? ({ kind: 'stop' } as const) : moreWeightDecay(run, 0.001);
  return diagnosis('overfitting', 'warning', message, { best: best.epoch, since, validation, least }, remedy);
}

/** Ten times the weight decay lowered the final validation loss in 15 of 18 such trainings. */
function largeGap(
  run: Examined,
  { parameters, trainRows }: RunSize,
  { train, validation }: Point,
): Diagnosis {
  const message = `The training loss is ${shown(train)}, the validation loss ${shown(validation)}: ${parameters} parameters fit ${trainRows} training rows and not new ones. Weight decay, fewer columns or a smaller network help.`;
  const values = { training: train, validation, parameters, rows: trainRows };
  return diagnosis('large_gap', 'warning', message, values, moreWeightDecay(run, 0.01));
}
