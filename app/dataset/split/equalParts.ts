// Divides rows that learn into equal parts, for networks that each leave out one of them. Rows of a group stay together; else each part
// gets its share of every class. Where the table is split by time, the parts follow each other in time.
import type { DataSpec } from '../../contract/spec/spec.ts';
import { Random } from '../numbers/random.ts';
import type { Table } from '../table/table.ts';
import { assigned } from './split.ts';
import { cutByTime, timesOf } from './splitByTime.ts';

/** `rows` are ascending and have a target; so is each of the `count` parts, some of which may be empty. The same for the same seed. */
export async function equalParts(
  table: Table,
  data: DataSpec,
  rows: Uint32Array,
  { count, seed }: { count: number; seed: number },
): Promise<Uint32Array[]> {
  const shares = new Array<number>(count).fill(1 / count);
  const time = timeColumn(data);
  if (time !== null) return cutByTime(rows, await timesOf(table, time), shares);
  const [target] = data.columns.filter(({ role }) => role === 'target');
  const classes =
    data.task === 'regression' || target === undefined ? null : await table.categories(target.name);
  const asked = { table, data, codes: classes?.codes ?? null, random: new Random(seed) };
  return assigned(asked, rows, shares, false);
}

function timeColumn({ split }: DataSpec): string | null {
  if (!('by' in split)) return null;
  if (split.by === 'time') return split.column;
  return split.by === 'fold' ? (split.time ?? null) : null;
}
