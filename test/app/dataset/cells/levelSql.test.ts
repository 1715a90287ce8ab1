import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bareSql } from '../../../../app/dataset/cells/levelSql.ts';
import { blanks, trimmed } from '../../../../app/dataset/values/spelling.ts';

let instance: DuckDBInstance;
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
});
afterAll(() => instance.closeSync());

it('SQL removes the blanks around a cell that TypeScript removes', async () => {
  const inside = ['', 'a', 'a b', '!', '~', '가', 'é', '\u0001', `a${blanks}b`];
  const around = ['', ...blanks, '\u3000 ', ' \u00a0', '\ufeff\t'];
  const cells = inside.flatMap((text) =>
    around.flatMap((left) => around.map((right) => left + text + right)),
  );
  const connection = await instance.connect();
  await connection.run('CREATE TABLE cells (row INTEGER, c0 VARCHAR)');
  const appender = await connection.createAppender('cells');
  for (const [row, cell] of cells.entries()) {
    appender.appendInteger(row);
    appender.appendVarchar(cell);
    appender.endRow();
  }
  appender.closeSync();
  const found = await connection.runAndReadAll(`SELECT ${bareSql(0)} FROM cells ORDER BY row`);
  expect(found.getRows().map(([cell]) => cell)).toEqual(cells.map(trimmed));
  await connection.run('INSERT INTO cells VALUES (-1, NULL)');
  const missing = await connection.runAndReadAll(`SELECT ${bareSql(0)} FROM cells WHERE row = -1`);
  expect(missing.getRows()).toEqual([[null]]);
  connection.closeSync();
});
