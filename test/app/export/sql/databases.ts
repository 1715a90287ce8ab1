// The two databases that a query is for: tables of raw values are made in them, and the query is run on it.
import { spawnSync } from 'node:child_process';
import { DuckDBInstance } from '@duckdb/node-api';
import type { RawInput } from '../../../../app/export/portable/rawInputs.ts';
import { tablePlaceholder } from '../../../../app/export/sql/sqlHead.ts';

export type Values = readonly (readonly (number | string)[])[];
type Answer = Record<string, unknown>[];

const name = (text: string) => `"${text.replaceAll('"', '""')}"`;
const literal = (value: number | string) => {
  if (typeof value === 'string') return value === '' ? 'NULL' : `'${value.replaceAll("'", "''")}'`;
  return Number.isNaN(value) ? 'NULL' : String(value);
};

function tableOf(inputs: readonly RawInput[], values: Values): string {
  const columns = inputs.map(
    (input) => `${name(input.name)} ${input.kind === 'number' ? 'DOUBLE' : 'VARCHAR'}`,
  );
  const rows = values.map((row) => `(${row.map(literal).join(', ')})`);
  return `CREATE TABLE ${tablePlaceholder} (${columns.join(', ')});\nINSERT INTO ${tablePlaceholder} VALUES ${rows.join(',\n')};\n`;
}

export async function inDuckDb(inputs: readonly RawInput[], values: Values, query: string): Promise<Answer> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    await connection.run(tableOf(inputs, values));
    return (await connection.runAndReadAll(query)).getRowObjects();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

export const noSqlite = spawnSync('sqlite3', ['-version']).status !== 0;

export async function inSqlite(inputs: readonly RawInput[], values: Values, query: string): Promise<Answer> {
  const { stdout, stderr, status } = spawnSync('sqlite3', ['-json', ':memory:'], {
    input: `${tableOf(inputs, values)}${query}`,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0 || stderr !== '') throw new Error(stderr);
  return JSON.parse(stdout);
}
