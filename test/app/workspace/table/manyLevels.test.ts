// A column with more levels than can be told apart stands in the way of training as an issue, not as a bug.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openTable } from '../../../../app/dataset/open.ts';
import { proposeData } from '../../../../app/dataset/roles/propose.ts';
import { levelsOfNumbers } from '../../../../app/dataset/table/levelsOfNumbers.ts';
import type { Table } from '../../../../app/dataset/table/table.ts';
import { Preparer } from '../../../../app/workspace/table/preparer.ts';

/** With a limit of `most` levels, since no file that is quickly read reaches the real limit. */
function withFewLevels(table: Table, most: number): Table {
  const categories = async (column: string) => levelsOfNumbers(await table.numbers(column), column, most);
  return new Proxy(table, {
    get: (of, name) => (name === 'categories' ? categories : Reflect.get(of, name, of)),
  });
}

it('names the column, the limit and what to do', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'chainrule-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'a.csv');
  await writeFile(
    file,
    `x,id,y\n${Array.from({ length: 50 }, (_, i) => `${i * i},${i},${i % 7}`).join('\n')}\n`,
  );
  const table = await openTable(file);
  onTestFinished(() => table.close());
  const { data } = await proposeData(table, { targets: ['x'] });
  const columns = data.columns.map((column) =>
    column.name === 'id' ? { ...column, role: 'group' as const } : column,
  );
  const grouped = {
    ...data,
    columns,
    split: { by: 'group' as const, train: 0.7, validation: 0.15, test: 0.15 },
  };
  const prepared = (most: number) =>
    new Preparer(withFewLevels(table, most)).prepare({ data: grouped, seed: 1, loss: 'meanSquaredError' });
  const { preparation, split, issues } = await prepared(49);
  expect(preparation).toBeNull();
  expect(split.train).toHaveLength(0);
  expect(issues).toMatchObject([
    {
      code: 'levels_too_many',
      severity: 'error',
      path: 'data.columns.1',
      message:
        '"id" has more than 49 different values, too many for classes, groups or categories. Use it as a number, or ignore it.',
      values: { column: 'id', limit: 49 },
    },
  ]);
  expect((await prepared(50)).preparation).not.toBeNull();
});
