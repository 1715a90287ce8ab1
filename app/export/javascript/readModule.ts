// The predictions of a written module or page: its own text is run, in a sandbox that has the language and nothing else.
import type { FormatReader } from '../format.ts';
import { runOnRows } from '../portable/sandbox.ts';
import { exportLine } from './writeModule.ts';

export const readModule: FormatReader = ([file], values) => {
  if (file === undefined) throw new Error('There is no module.');
  return predictionsOfModule(new TextDecoder().decode(file.bytes), values);
};

/** @param text with or without its exports. */
export function predictionsOfModule(
  text: string,
  values: readonly (readonly (number | string)[])[],
): number[][] {
  const script = text.replace(exportLine, '');
  return runOnRows(`${script}\nconst predictions = (rows) => rows.map(predictNumbers);`, values);
}
