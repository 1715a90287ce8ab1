// The predictions of a written page, and its golden rows: the model's part of its script is run, without the form.
import type { GoldenRows } from '../../contract/run/goldenRows.ts';
import type { FormatReader, Runners, WrittenFile } from '../format.ts';
import { goldenRowsOfModule, predictionsOfModule } from '../javascript/readModule.ts';
import { pageMark } from './pageScript.ts';

export const readPage: FormatReader = (files, rows, { script }) =>
  predictionsOfModule(script, moduleOf(files), rows);

export function goldenRowsOfPage(
  files: readonly WrittenFile[],
  { script }: Runners,
): Promise<GoldenRows | null> {
  return goldenRowsOfModule(script, moduleOf(files));
}

function moduleOf([file]: readonly WrittenFile[]): string {
  const text = new TextDecoder().decode(file?.bytes);
  const script = /<script type="module">([\s\S]*?)<\/script>/.exec(text)?.[1];
  const model = script?.split(`\n${pageMark}`)[0];
  if (model === undefined || model === script) throw new Error('The page has no model.');
  return model;
}
