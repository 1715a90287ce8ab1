// A model with rows to explain it by: the current run's on the open table, or a model file's on any table. Which rows are whose, how they
// become inputs, and what the engine predicts for inputs.
import { AppError } from '../../contract/issues/errors.ts';
import { inputCount, type Model } from '../../contract/model.ts';
import type { Part } from '../../contract/run/parts.ts';
import { encodeInputs, piecesOf } from '../../dataset/preparation/encode.ts';
import type { Split } from '../../dataset/split/split.ts';
import type { Table } from '../../dataset/table/table.ts';
import type { Engine } from '../../engine/engine.ts';
import { judgedPart } from '../../evaluation/evaluate.ts';
import type { NetworkLayer } from '../../evaluation/explanation/networkPass.ts';
import type { Predictions } from '../../evaluation/predictions.ts';
import { predictInputs } from '../scoring/modelPredictions.ts';

export interface Explained {
  engine: Engine;
  threads: number;
  model: Model;
  table: Table;
  /** Of a table that is new to the model all rows with a target are test rows. */
  split: Pick<Split, 'train' | 'validation' | 'test'>;
  newRows: boolean;
}

/** The inputs of each column among all inputs, in the order of `preparation.inputs`. */
export function inputSpans({ preparation }: Model): { first: number; width: number }[] {
  let first = 0;
  return preparation.inputs.map((input) => {
    const span = { first, width: inputCount(input) };
    first += span.width;
    return span;
  });
}

export async function inputsOf({ table, model }: Explained, rows: Uint32Array): Promise<Float32Array> {
  return (await encodeInputs(table, model.preparation, rows)).features;
}

/** The rows in pieces, with their inputs. */
export async function* inputPieces(
  explained: Explained,
  rows: Uint32Array,
  signal: AbortSignal | undefined,
): AsyncGenerator<{ rows: Uint32Array; features: Float32Array }> {
  for (const piece of piecesOf(explained.table, explained.model.preparation, rows)) {
    signal?.throwIfAborted();
    yield { rows: piece, features: await inputsOf(explained, piece) };
  }
}

export function predictor(
  { engine, model, threads }: Explained,
  signal: AbortSignal | undefined,
): (features: Float32Array, rows: number) => Promise<Predictions> {
  return (features, rows) => predictInputs(engine, model, { features, rows }, { threads, signal });
}

/** The layers of each member, for a pass of single rows. */
export function networksOf({ spec, members }: Model): NetworkLayer[][] {
  return members.map((layers) =>
    layers.map((weights, k) => ({ weights, activation: spec.model.layers[k]?.activation ?? 'linear' })),
  );
}

/** The part that is judged: test where it has rows, else validation, else training. */
export function judgedOf({ split: { train, validation, test } }: Explained): Part {
  return judgedPart({ train: { rows: train }, validation: { rows: validation }, test: { rows: test } });
}

/** Rows of training where they are known, else those of the table. */
export function knownRows(explained: Explained): Uint32Array {
  const { split } = explained;
  return split.train.length > 0 ? split.train : split[judgedOf(explained)];
}

/** Names of the outputs: targets, or classes. */
export function outputNames({ preparation: { target } }: Model): string[] {
  return target.kind === 'class' ? target.classes : target.columns.map(({ name }) => name);
}

/** Throws AppError option_invalid. */
export function refuseUnknownOutput(model: Model, output: number): void {
  const last = outputNames(model).length - 1;
  if (output > last) throw invalid('output', `from 0 to ${last}`, String(output));
}

export function invalid(option: string, expected: string, found: string): AppError {
  const sentence = `${option} must be ${expected}; it is ${found}.`;
  return new AppError('option_invalid', sentence, { option, expected, found });
}
