// The predictions of a written page: the model's part of its script is run, without the form.
import type { FormatReader } from '../format.ts';
import { predictionsOfModule } from '../javascript/readModule.ts';
import { pageMark } from './pageScript.ts';

export const readPage: FormatReader = ([file], values) => {
  const text = new TextDecoder().decode(file?.bytes);
  const script = /<script type="module">([\s\S]*?)<\/script>/.exec(text)?.[1];
  const model = script?.split(`\n${pageMark}`)[0];
  if (model === undefined || model === script) throw new Error('The page has no model.');
  return predictionsOfModule(model, values);
};
