// TeX of a lesson with its live numbers in it. A negative number behind an operator or before a power is in brackets, as is one with a power of
// ten before a power; one that is not known is a dash.

import { liveNumbersIn } from '../../app/contract/lesson/liveNumbers.ts';
import { texNumber } from './texNumber.ts';

const beforePower = /^\s*\^/;
const behindOperator = /(?:[-+*/]|\\(?:cdot|times|div|pm))\s*\{*\s*$/;

/** @param numberAt undefined where it has not been asked for. @param unknown what stands for a number that is not known. */
export function liveTex(
  tex: string,
  numberAt: (expression: string) => number | null | undefined,
  unknown = String.raw`\text{–}`,
): string {
  let written = '';
  let at = 0;
  for (const { expression, digits, from, to } of liveNumbersIn(tex)) {
    written += tex.slice(at, from);
    const value = numberAt(expression) ?? null;
    const number = value === null ? unknown : texNumber(value, Math.max(digits, wholeDigits(value)));
    const powered = beforePower.test(tex.slice(to)) && /^-|\\times/.test(number);
    const bracketed = value !== null && (powered || (value < 0 && behindOperator.test(written)));
    // In braces of its own, so that it is one argument of the command before it.
    written += bracketed ? `{(${number})}` : `{${number}}`;
    at = to;
  }
  return written + tex.slice(at);
}

/** Digits before the decimal point, which are never rounded. */
function wholeDigits(value: number): number {
  const size = Math.abs(value);
  return size < 1 || size >= 1e6 ? 1 : Math.floor(Math.log10(size)) + 1;
}
