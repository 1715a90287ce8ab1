// What docs/model-format.md says a model computes, written straight from that page in float64: raw values of a row in, predictions in the
// target's units or probabilities out. Readers that check a written file hand in what they read from its bytes. It imports nothing of what
// writes models or trains them, so that it cannot share a mistake with them.
import { referenceActivations } from './referenceActivations.ts';

/** A number (NaN or null: missing) or a category's text ('': missing), in the order of `rawInputsOf`. */
export type ReferenceValue = number | string | null;

export interface ReferenceScaled {
  median: number;
  mean: number;
  scale: number;
  log?: boolean | undefined;
  clip?: number | undefined;
}

export type ReferenceInput =
  | ({ kind: 'numeric'; edges?: number[] | undefined; indicator?: boolean | undefined } & ReferenceScaled)
  | ({ kind: 'ordinal'; levels: string[]; indicator?: boolean | undefined } & ReferenceScaled)
  | { kind: 'oneHot'; levels: string[]; others?: readonly string[] | undefined }
  | { kind: 'date'; parts: ReferenceScaled[]; indicator?: boolean | undefined };

export type ReferenceTarget =
  | { kind: 'numeric'; columns: { mean: number; scale: number }[]; link?: 'identity' | 'log' | undefined }
  | { kind: 'class'; classes: string[] };

export interface ReferenceLayer {
  /** [outputs][inputs]. */
  weight: ArrayLike<number>[];
  bias: ArrayLike<number>;
  norm?: ReferenceNorm | undefined;
  /** As the spec names it. */
  activation: string;
}

export interface ReferenceNorm {
  weight: ArrayLike<number>;
  bias: ArrayLike<number>;
  /** Of batch normalisation; without them each row is normalised by its own mean and variance. */
  running?: { mean: ArrayLike<number>; variance: ArrayLike<number> } | undefined;
}

export interface ReferenceModel {
  preparation: { inputs: ReferenceInput[]; target: ReferenceTarget };
  /** One network, or the members of an ensemble, whose predictions are averaged. The output layer is the last one and linear. */
  networks: ReferenceLayer[][];
  /** Errors of validation rows, from which intervals come. */
  calibration?: { rows: number; ranks: number[]; scores: number[][] } | undefined;
  /** Of two classes, where it is not 0.5. */
  threshold?: number | undefined;
}

const largestFloat32 = (2 - 2 ** -23) * 2 ** 127;

/** Rows of raw values -> for each row its targets in their units, or the probability of each class. Throws RangeError for a row of another
 *  length and for an activation that is not known. */
export function referencePredictions(
  { preparation, networks }: ReferenceModel,
  rows: readonly (readonly ReferenceValue[])[],
): number[][] {
  return rows.map((row) => {
    const inputs = referenceInputs(preparation.inputs, row);
    const answers = networks.map((layers) => referenceAnswer(preparation.target, forward(layers, inputs)));
    return answers[0]!.map((_, k) => answers.reduce((sum, answer) => sum + answer[k]!, 0) / answers.length);
  });
}

/** The network's inputs, rounded to float32. */
export function referenceInputs(
  columns: readonly ReferenceInput[],
  row: readonly ReferenceValue[],
): number[] {
  const values = [...row];
  const inputs = columns.flatMap((column) => {
    const taken = values.splice(0, column.kind === 'date' ? column.parts.length : 1);
    return inputsOfColumn(column, taken).map(Math.fround);
  });
  const asked = columns.reduce((sum, input) => sum + (input.kind === 'date' ? input.parts.length : 1), 0);
  if (row.length === asked) return inputs;
  throw new RangeError(`A row has ${row.length} values; the model reads ${asked}.`);
}

function inputsOfColumn(column: ReferenceInput, values: ReferenceValue[]): number[] {
  if (column.kind === 'oneHot') return levelInputs(column, String(values[0]));
  const numbers = column.kind === 'ordinal' ? [rankOf(column.levels, values[0])] : values.map(numberOf);
  const scales = column.kind === 'date' ? column.parts : [column];
  const inputs = numbers.map((number, k) => scaled(number, scales[k]!));
  if (column.kind === 'numeric') inputs.push(...binInputs(numbers[0]!, column));
  return column.indicator ? [...inputs, numbers.some(Number.isNaN) ? 1 : 0] : inputs;
}

/** What float32 cannot hold is missing. */
function numberOf(value: ReferenceValue | undefined): number {
  return typeof value === 'number' && Math.abs(value) <= largestFloat32 ? value : Number.NaN;
}

function rankOf(levels: readonly string[], value: ReferenceValue | undefined): number {
  const index = value === '' ? -1 : levels.indexOf(String(value));
  return index < 0 ? Number.NaN : index;
}

function levelInputs({ levels, others }: Extract<ReferenceInput, { kind: 'oneHot' }>, text: string) {
  const inputs = levels.map((level) => (level === text ? 1 : 0));
  return others === undefined ? inputs : [...inputs, levels.includes(text) ? 0 : 1];
}

function scaled(number: number, { median, mean, scale, log, clip }: ReferenceScaled): number {
  const known = Number.isNaN(number) ? median : number;
  const moved = log ? Math.sign(known) * Math.log1p(Math.abs(known)) : known;
  const limit = clip ?? largestFloat32;
  return Math.max(-limit, Math.min(limit, (moved - mean) / scale));
}

/** -1 below a bin, 1 above it, a straight line between. */
function binInputs(
  number: number,
  { edges = [], median, log }: Extract<ReferenceInput, { kind: 'numeric' }>,
): number[] {
  return edges
    .slice(1)
    .map((to, k) =>
      scaled(number, { median, log, clip: 1, mean: (edges[k]! + to) / 2, scale: (to - edges[k]!) / 2 }),
    );
}

const epsilon = 1e-5;

/** The outputs of the last layer. */
function forward(layers: readonly ReferenceLayer[], inputs: readonly number[]): number[] {
  let values: readonly number[] = inputs;
  for (const { weight, bias, norm, activation } of layers) {
    const activate = Object.hasOwn(referenceActivations, activation)
      ? referenceActivations[activation]
      : undefined;
    if (activate === undefined) throw new RangeError(`The activation ${activation} is not known.`);
    const sums = weight.map((row, unit) => bias[unit]! + dot(row, values));
    values = (norm === undefined ? sums : normalized(sums, norm)).map(activate);
  }
  return [...values];
}

function dot(weights: ArrayLike<number>, values: readonly number[]): number {
  if (weights.length !== values.length)
    throw new RangeError(`A unit has ${weights.length} weights for ${values.length} inputs.`);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += weights[i]! * values[i]!;
  return sum;
}

function normalized(sums: readonly number[], { weight, bias, running }: ReferenceNorm): number[] {
  const mean = sums.reduce((sum, z) => sum + z, 0) / sums.length;
  const variance = sums.reduce((sum, z) => sum + (z - mean) ** 2, 0) / sums.length;
  return sums.map((z, unit) => {
    const [center, spread] = running
      ? [running.mean[unit]!, running.variance[unit]!]
      : ([mean, variance] as const);
    return ((z - center) / Math.sqrt(spread + epsilon)) * weight[unit]! + bias[unit]!;
  });
}

function referenceAnswer(target: ReferenceTarget, outputs: readonly number[]): number[] {
  if (target.kind === 'numeric')
    return target.columns.map(
      ({ mean, scale }, k) => (target.link === 'log' ? Math.exp(outputs[k]!) : outputs[k]!) * scale + mean,
    );
  if (target.classes.length === 2) {
    const [logit = Number.NaN] = outputs;
    return [1 / (1 + Math.exp(logit)), 1 / (1 + Math.exp(-logit))];
  }
  const largest = Math.max(...outputs);
  const shares = outputs.map((output) => Math.exp(output - largest));
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
}
