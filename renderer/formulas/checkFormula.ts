// What the typesetter cannot write of a formula in a lesson: it is written with numbers of each kind that its live numbers may have. Each command that
// is not known is named once; what else is wrong, the typesetter finds one at a time. The backend runs this code, where a file is checked or opened.

import katex from 'katex';
import type { CheckFormula, FormulaMistake } from '../../app/contract/lesson/lesson.ts';
import { liveTex } from './liveTex.ts';

/** An ordinary number, one that is not known, and one with a power of ten. */
const [ordinary, others] = [1.5, [null, -2.5e-7]];

export const checkFormula: CheckFormula = (tex) => {
  const found = mistakesIn(liveTex(tex, () => ordinary));
  if (found.length > 0) return found;
  const [first] = others.flatMap((other) => mistakesIn(liveTex(tex, () => other)));
  const why =
    'A live number in it may be a dash or have a power of ten, for which there is no place; end \\text{…} in front of it.';
  return first === undefined ? [] : [{ ...first, kind: 'number', command: null, why }];
};

function mistakesIn(written: string): FormulaMistake[] {
  const found: FormulaMistake[] = [];
  const macros: Record<string, string> = {};
  const lineAt = (position: number) => written.slice(0, position).split('\n').length - 1;
  const add = (kind: FormulaMistake['kind'], command: string | null, position: number, why: string) => {
    if (command === null || !found.some((one) => one.command === command))
      found.push({ line: lineAt(position), kind, command, why });
  };
  for (;;) {
    try {
      katex.renderToString(written, {
        output: 'mathml',
        displayMode: true,
        strict: false,
        macros: { ...macros },
        trust: ({ command }) => {
          add('refused', command, written.indexOf(command), 'A lesson has no place for it.');
          return false;
        },
      });
      return found;
    } catch (error) {
      const { rawMessage = 'It is too deep', position = 0 } = error as katex.ParseError;
      const [, command] = /^Undefined control sequence: (\\.+)$/s.exec(rawMessage) ?? [];
      if (command === undefined || command in macros) {
        add('other', null, position, `${rawMessage}.${rawMessage.endsWith("got '&'") ? aligned : ''}`);
        return found;
      }
      add('unknown', command, position, 'KaTeX, which draws formulas, does not know it.');
      macros[command] = '{}';
    }
  }
}

const aligned = ' Lines with & stand between \\begin{aligned} and \\end{aligned}.';
