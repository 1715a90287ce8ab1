// The predictions of a written C header, on a computer that may have no compiler: the functions of the header itself are run. Their C is a
// small part of the language (cFunctions.ts) in which each construct has one of the same meaning in JavaScript, so that they are translated
// word for word. A text is, as in C, its UTF-8 bytes with a zero behind them.
import { coverageLevel } from '../../contract/run/calibration.ts';
import type { FormatReader } from '../format.ts';
import { errorFunctionText } from '../portable/errorFunctionText.ts';
import { runOnRows } from '../portable/sandbox.ts';

export const readHeader: FormatReader = ([header], values, { script }) => {
  if (header === undefined) throw new Error('There is no header.');
  const text = new TextDecoder().decode(header.bytes);
  const prefix = /^#define (\w+)_INPUTS \d+$/m.exec(text)?.[1];
  if (prefix === undefined) throw new Error('The header does not say how many inputs there are.');
  const name = prefix.toLowerCase();
  const rows = values.map((row) =>
    row.map((value) => (typeof value === 'string' ? `${Buffer.from(value).toString('latin1')}\0` : value)),
  );
  return runOnRows(script, `${translated(text)}\n${driver(name, prefix)}`, rows);
};

/** Only classes have `_class`; headers of older versions have no `_in_set`. */
const driver = (name: string, prefix: string) => `
function behind(out) {
  if (typeof ${name}_in_set === 'function') {
    const held = out.map((_, k) => ${name}_in_set(out, ${coverageLevel}, k));
    return held.map((answer) => (answer < 0 ? NaN : answer));
  }
  if (typeof ${name}_margin !== 'function' || typeof ${name}_class === 'function') return null;
  return out.flatMap((value, k) => {
    const reach = ${name}_margin(${coverageLevel}, k);
    return [value - reach, value + reach];
  });
}
function predicted(row) {
  const raw = row.map((value, k) => (typeof value === 'string' ? ${name}_category(k, value) : value));
  const out = new Float64Array(${prefix}_OUTPUTS);
  ${name}_predict(raw, out);
  return Array.from(out);
}`;

/** What <math.h> has and JavaScript's Math has under another name or not at all. */
const library = `
const { abs: fabs, exp, expm1, log1p, tanh, sqrt, ceil, fround } = Math;
const NAN = NaN;
${errorFunctionText}`;

function translated(text: string): string {
  const code = partsOf(withoutSelfTest(text)).map((part) =>
    part.startsWith('"') ? latin1(part) : part.startsWith('/*') ? '' : translatedCode(part),
  );
  return `${library}\n${code.join('')}`;
}

const withoutSelfTest = (text: string) =>
  text.replace(/^#ifdef CHAINRULE_SELF_TEST$[\s\S]*^#endif$(?=\s*#endif\s*$)/m, '');

/** Comments, string literals, and the code between them, which may be long: one expression for all three would run out of stack. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let at = 0;
  for (const found of text.matchAll(/\/\*[\s\S]*?\*\/|"(?:[^"\\]|\\.)*"/g)) {
    parts.push(text.slice(at, found.index), found[0]);
    at = found.index + found[0].length;
  }
  return [...parts, text.slice(at)];
}

function latin1(literal: string): string {
  const bytes = literal
    .slice(1, -1)
    .replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
  return JSON.stringify(`${bytes}\0`);
}

function translatedCode(code: string): string {
  return code
    .replace(/^#define (\w+) (\d+)$/gm, 'const $1 = $2;')
    .replace(/^#.*$/gm, '')
    .replace(/(\d\.?\d*(?:e[+-]?\d+)?)f\b/g, '$1')
    .replace(
      /static const char (\w+)\[\d+\] = \{([^}]*)\};/g,
      (_, name: string, bytes: string) =>
        `const ${name} = String.fromCharCode(${bytes.replaceAll('(char)', '')});`,
    )
    .replace(/static const float (\w+)\[\d+\] = \{([^}]*)\};/g, 'const $1 = new Float32Array([$2]);')
    .replace(/static const (?:char \*const|double) (\w+)\[\d+\] = \{/g, 'const $1 = [')
    .replace(/\};/g, '];')
    .replace(
      /static inline \w+ (\w+)\(([^)]*)\)/g,
      (_, name: string, list: string) => `function ${name}(${namesOf(list)})`,
    )
    .replace(/\b(?:double|int) (\w+)\[(\d+)\];/g, 'const $1 = new Float64Array($2);')
    .replace(/\b(?:double|int) (\w+)( =|;)/g, 'let $1$2')
    .replace(/\(double\)\(float\)(\w+)/g, 'fround($1)')
    .replace(/\((?:double|float)\)(?=\w)/g, '');
}

const namesOf = (parameters: string) =>
  parameters
    .split(',')
    .map((parameter) => /(\w+)(?:\[\w*\])?\s*$/.exec(parameter)?.[1] ?? '')
    .join(', ');
