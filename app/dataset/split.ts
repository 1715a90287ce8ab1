// Which rows are learned from, which choose the epoch, which are held out.
import { AppError } from '../contract/errors.ts';
import type { DataSpec } from '../contract/spec.ts';
import type { Table } from './table.ts';

/** Row indices of the table, ascending; no row is in two parts. */
export interface Split {
  train: Uint32Array;
  validation: Uint32Array;
  test: Uint32Array;
  /** Rows that lack a target (one of several is enough): in no part. */
  withoutTarget: number;
}

/** The same on every platform for the same table, spec and seed (0..2^32-1). Throws AppError spec_invalid for a test row that
 *  the table does not have. */
export async function splitRows(_table: Table, _data: DataSpec, _seed: number): Promise<Split> {
  throw new AppError('internal', 'Splitting is not built yet.');
}
