// What stands in the way of training on a table with a given data spec, as issues with stage `dataset`.
import type { Issue } from '../contract/issues.ts';
import type { DataSpec } from '../contract/spec.ts';
import type { Table } from './table.ts';

/** Never throws for what a person can put right. Errors block training, warnings do not. */
export async function checkData(_table: Table, _data: DataSpec): Promise<Issue[]> {
  return [];
}
