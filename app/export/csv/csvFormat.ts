// The format of CSV tables, and how the JSON form of the model file is read back: both carry the metadata as JSON.
import { z } from 'zod';
import { type GoldenRows, goldenRowsSchema } from '../../contract/run/goldenRows.ts';
import type { Format, FormatReader, WrittenFile } from '../format.ts';
import { tensorPredictions } from '../python/tensorPredictions.ts';
import { tensorsOfJson } from '../readJson.ts';
import { readTables } from './readTables.ts';
import { writeTables } from './writeTables.ts';

const readJsonFile: FormatReader = ([file], rows) =>
  tensorPredictions(tensorsOfJson(file!.bytes, file!.name), rows);

const withGoldenRows = z.looseObject({ goldenRows: goldenRowsSchema.optional() });

function goldenRowsOfJson(files: readonly WrittenFile[]): GoldenRows | null {
  const file = files.find(({ name }) => name.endsWith('.json'));
  if (file === undefined) return null;
  return withGoldenRows.parse(JSON.parse(new TextDecoder().decode(file.bytes))).goldenRows ?? null;
}

export const jsonReader = { predict: readJsonFile, goldenRows: goldenRowsOfJson } satisfies Partial<Format>;

export const csvFormat: Format = { write: writeTables, predict: readTables, goldenRows: goldenRowsOfJson };
