// The format of CSV tables; the JSON file beside them carries everything else.
import { z } from 'zod';
import { type GoldenRows, goldenRowsSchema } from '../../contract/run/goldenRows.ts';
import type { Format, WrittenFile } from '../format.ts';
import { readTables } from './readTables.ts';
import { writeTables } from './writeTables.ts';

const withGoldenRows = z.looseObject({ goldenRows: goldenRowsSchema.optional() });

function goldenRowsOfJson(files: readonly WrittenFile[]): GoldenRows | null {
  const file = files.find(({ name }) => name.endsWith('.json'));
  if (file === undefined) return null;
  return withGoldenRows.parse(JSON.parse(new TextDecoder().decode(file.bytes))).goldenRows ?? null;
}

export const csvFormat: Format = { write: writeTables, predict: readTables, goldenRows: goldenRowsOfJson };
