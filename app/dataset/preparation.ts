// Fits on the training rows how columns become inputs and outputs of a network.
import { AppError } from '../contract/errors.ts';
import type { Preparation } from '../contract/model.ts';
import type { DataSpec } from '../contract/spec.ts';
import type { Table } from './table.ts';

/** Inputs are in the order of `data.columns`; nothing outside `trainRows` is looked at, but for the names of the classes. */
export async function fitPreparation(
  _table: Table,
  _data: DataSpec,
  _trainRows: Uint32Array,
): Promise<Preparation> {
  throw new AppError('internal', 'Preparation is not built yet.');
}
