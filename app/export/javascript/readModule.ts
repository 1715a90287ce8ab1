// The predictions of a written module, and its golden rows: its own text is run, in a sandbox that has the language and nothing else.
import { type GoldenRows, goldenRowsSchema } from '../../contract/run/goldenRows.ts';
import type { FormatReader, RawRows, WrittenFile } from '../format.ts';
import { runOnRows, valueIn } from '../portable/sandbox.ts';
import { exportLine } from './writeModule.ts';

export const readModule: FormatReader = ([file], rows) => predictionsOfModule(textOf(file), rows);

/** @param text without its exports */
export function predictionsOfModule(text: string, rows: RawRows): number[][] {
  return runOnRows(`${text}\nconst predictions = (rows) => rows.map(predictNumbers);`, rows);
}

/** @param text without its exports */
export function goldenRowsOfModule(text: string): GoldenRows | null {
  const golden = goldenRowsSchema.parse(valueIn(text, 'golden'));
  return golden.values.length === 0 ? null : golden;
}

export function textOf(file: WrittenFile | undefined): string {
  if (file === undefined) throw new Error('There is no module.');
  return new TextDecoder().decode(file.bytes).replace(exportLine, '');
}
