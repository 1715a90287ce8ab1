// Cells to the float32 matrices that the network reads, by a preparation fitted before, perhaps on another file.
import { AppError } from '../contract/errors.ts';
import type { Preparation, TargetPreparation } from '../contract/model.ts';
import type { Table } from './table.ts';

export interface EncodedInputs {
  /** rows x inputs, row-major; always finite. */
  features: Float32Array;
  inputs: number;
  /** Cells whose level the preparation does not know, per column that has any. */
  unseenLevels: Record<string, number>;
}

export interface EncodedTargets {
  /** What the engine learns from: scaled numbers, rows x targets; 0 or 1; or the class index. NaN where `truth` is missing. */
  targets: Float32Array;
  /** In the column's own units, rows x targets (NaN missing); or the class index (-1: missing or not a known class). */
  truth: Float64Array;
}

/** `rows` null is every row, in order. Columns are found by name; throws AppError columns_do_not_fit naming those that lack. */
export async function encodeInputs(
  _table: Table,
  _preparation: Preparation,
  _rows: Uint32Array | null,
): Promise<EncodedInputs> {
  throw new AppError('internal', 'Encoding is not built yet.');
}

/** As `encodeInputs`, for the target columns. */
export async function encodeTargets(
  _table: Table,
  _target: TargetPreparation,
  _rows: Uint32Array | null,
): Promise<EncodedTargets> {
  throw new AppError('internal', 'Encoding is not built yet.');
}
