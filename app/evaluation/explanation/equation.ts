// The equation of a network without hidden layers as text to copy: the columns' own names and units, eight significant digits.
import type { Coefficients } from '../../contract/run/explanation.ts';
import type { Term } from './linearTerms.ts';

interface Named {
  name: string;
  against: string | null;
}

export function equationOf(
  { name, against }: Named,
  scale: Coefficients['scale'],
  intercept: number,
  values: readonly number[],
  terms: readonly Term[],
): string {
  const sum = terms.reduce((text, term, i) => {
    const value = values[i]!;
    return `${text} ${value < 0 ? '-' : '+'} ${digits(Math.abs(value))} * ${variable(term)}`;
  }, digits(intercept));
  if (scale === 'value') return `${name} = ${sum}`;
  return scale === 'logarithm' ? `${name} = exp(${sum})` : `ln(P(${name}) / P(${against})) = ${sum}`;
}

const digits = (value: number) => String(Number(value.toPrecision(8)));

function variable(term: Term): string {
  const { column, category, part, missing, log, clip, mean, scale } = term;
  if (category !== null)
    return `[${column} = ${category.level === null ? 'other' : category.level || 'missing'}]`;
  if (missing) return `[${column} missing]`;
  const plain = part === null ? column : `${part}(${column})`;
  const taken = log ? `sign(${plain}) * ln(1 + |${plain}|)` : plain;
  if (clip === null) return log ? `(${taken})` : taken;
  return `clip(${taken}, ${digits(mean - clip * scale)}, ${digits(mean + clip * scale)})`;
}
