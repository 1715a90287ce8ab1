// Formulas of a class sheet as MathML, which browsers draw without fonts or styles of ours. Numbers that a learner finds are blanks.

import katex from 'katex';
import { liveTex } from '../formulas/liveTex.ts';
import { Markup } from '../report/document/markup.ts';

const blank = String.raw`\text{\_\_\_\_\_}`;

export function mathOf(tex: string, displayMode: boolean): Markup {
  const written = liveTex(tex, () => null, blank);
  return new Markup(
    katex.renderToString(written, { displayMode, output: 'mathml', throwOnError: false, strict: false }),
  );
}
