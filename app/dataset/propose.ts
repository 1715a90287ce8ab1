// Proposes what to learn from a table: the task, each column's role and type, the split. Says why.
import { AppError } from '../contract/errors.ts';
import type { DataSpec } from '../contract/spec.ts';
import type { Wishes } from '../contract/workspace.ts';
import type { Table } from './table.ts';

export interface DataProposal {
  data: DataSpec;
  /** One sentence each. */
  reasons: string[];
}

/** Throws AppError column_unknown, target_unusable or option_invalid. */
export async function proposeData(_table: Table, _wishes: Wishes): Promise<DataProposal> {
  throw new AppError('internal', 'Proposals are not built yet.');
}
