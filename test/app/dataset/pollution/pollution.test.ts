// A published benchmark's pollutions over a table of our own: nothing is told of any file, and what is read is held against what is
// in it. Lines are polluted one at a time: in the suite the header and one other. DuckDB's own detection comes to 9.08 of 10 there, DuckDB told everything to 9.96.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ofAll } from '../../../exhaustive.ts';
import { emptyFolder } from '../writtenTable.ts';
import { everyLine, type PollutedTable, pollutedTables } from './pollutedTables.ts';
import { loaded, score } from './pollutionScore.ts';

async function scores(tables: PollutedTable[]): Promise<Record<string, number>> {
  const folder = await emptyFolder();
  const found: Record<string, number> = {};
  for (const table of tables) {
    const path = join(folder, `${table.name}.csv`);
    await writeFile(path, table.content);
    found[table.name] = score(table, await loaded(path));
  }
  return found;
}

it(
  'polluted files score more than 9.9 of 10 on the average, and none below 9.3 but the one without rows',
  async () => {
    const all = await scores(pollutedTables(ofAll([0, 42], everyLine)));
    const { file_header_only: refused, ...others } = all;
    expect(refused).toBe(7);
    expect(Object.entries(others).filter(([, value]) => value < 9.3)).toEqual([]);
    const values = Object.values(all);
    expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeGreaterThan(9.9);
  },
  ofAll(120_000, 3_600_000),
);
