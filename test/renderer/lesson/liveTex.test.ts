import katex from 'katex';
import { expect, test } from 'vitest';
import { liveTex } from '../../../renderer/formulas/liveTex.ts';

const values: Record<string, number | null> = { w: 0.553, g: -2.735, n: 1461, tiny: 0.0000262, none: null };
const written = (tex: string) => liveTex(tex, (expression) => values[expression]);

test.each([
  ['w = {{w}}', 'w = {0.553}'],
  ['{{w:2}}', '{0.55}'],
  [String.raw`0.1 \cdot {{g}}`, String.raw`0.1 \cdot {(-2.73)}`],
  ['w - {{g}}', 'w - {(-2.73)}'],
  ['= {{g}}', '= {-2.73}'],
  ['e^{-{{g}}}', 'e^{-{(-2.73)}}'],
  ['{{g}}^2', '{(-2.73)}^2'],
  ['{{w}}^2', '{0.553}^2'],
  ['{{tiny}}^2', String.raw`{(2.62\times10^{-5})}^2`],
  ['{{n}}', '{1461}'],
  ['{{tiny}}', String.raw`{2.62\times10^{-5}}`],
  ['{{none}} + {{other}}', String.raw`{\text{–}} + {\text{–}}`],
  [String.raw`\frac{{{w}}}{2}`, String.raw`\frac{{0.553}}{2}`],
  ['x', 'x'],
])('%s becomes %s', (tex, expected) => {
  expect(written(tex)).toBe(expected);
  expect(katex.renderToString(expected, { throwOnError: true, strict: false })).toContain('<math');
});
