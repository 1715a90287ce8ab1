// The predictions of a written module, and its golden rows: its own text is run as a script.
import { coverageLevel } from '../../contract/run/calibration.ts';
import { type GoldenRows, goldenRowsSchema } from '../../contract/run/goldenRows.ts';
import type { Answers, FormatReader, RawRows, RunScript, WrittenFile } from '../format.ts';
import { runOnRows, valueIn } from '../portable/sandbox.ts';

export const readModule: FormatReader = ([file], rows, { script }) =>
  predictionsOfModule(script, textOf(file), rows);

/** @param text without its exports */
export function predictionsOfModule(run: RunScript, text: string, rows: RawRows): Promise<Answers> {
  return runOnRows(run, `${text}\n${driver}`, rows);
}

/** Modules of older versions have no intervals. */
const driver = `
const predicted = (row) => predictNumbers(row);
function behind(numbers) {
  if (calibration === null || typeof intervals !== 'function') return null;
  const unknown = numbers.map(() => (output.kind === 'numbers' ? [NaN, NaN] : NaN));
  return (intervals(numbers, ${coverageLevel}) ?? unknown).flat().map(Number);
}`;

/** @param text without its exports */
export async function goldenRowsOfModule(run: RunScript, text: string): Promise<GoldenRows | null> {
  const golden = goldenRowsSchema.parse(await valueIn(run, text, 'golden'));
  return golden.values.length === 0 ? null : golden;
}

export function textOf(file: WrittenFile | undefined): string {
  if (file === undefined) throw new Error('There is no module.');
  return new TextDecoder().decode(file.bytes).replace(/^export \{[^}]*\};$/m, '');
}
