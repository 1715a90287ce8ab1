// From a path to a Table: checks the file, finds how it is cut into cells, reads it, types and summarises its columns.
import { AppError } from '../contract/errors.ts';
import type { Table } from './table.ts';

export interface OpenOptions {
  /** The name to show, where the path is one of ours (an upload). */
  fileName?: string;
  /** Stops the reading; the promise then rejects with the signal's reason. */
  signal?: AbortSignal;
  /** 0..1, null while unknown. */
  onProgress?: (fraction: number | null) => void;
}

/** Reads a whole file. Rejects with an AppError `file_*` or `csv_unreadable`; then nothing is left behind. */
export async function openTable(path: string, _options: OpenOptions = {}): Promise<Table> {
  throw new AppError('internal', 'Reading tables is not built yet.', { reason: path });
}
