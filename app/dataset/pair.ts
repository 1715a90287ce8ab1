// How two columns of a table go together.
import type { Pair } from '../contract/dataset.ts';
import type { Table } from './table.ts';

export async function pairColumns(_table: Table, _first: string, _second: string): Promise<Pair> {
  throw new Error('not there yet');
}
