// Runs the text of an exported program on rows of raw values, to check its predictions. The text comes from a file and is not trusted: it
// sees the language's own objects and nothing of ours, may not make code from text, ends after some seconds, and what goes in and out is text.
import { createContext, Script } from 'node:vm';

const longest = 20_000;

/** @param program a script that defines `predictions(rows)`, rows x outputs. Throws what it throws, and on other results. */
export function runOnRows(program: string, rows: readonly (readonly (number | string)[])[]): number[][] {
  const context = createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
  // NaN, which JSON does not know, goes in as null; what is not finite comes out as a text.
  const input = JSON.stringify(JSON.stringify(rows));
  const answer: unknown = new Script(`'use strict'; (() => {
${program}
const parsed = JSON.parse(${input}).map((row) => row.map((value) => (value === null ? NaN : value)));
return JSON.stringify(predictions(parsed), (_, value) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value));
})()`).runInContext(context, { timeout: longest });
  if (typeof answer !== 'string') throw new Error('The program gave no predictions.');
  const found: unknown = JSON.parse(answer);
  if (!Array.isArray(found) || found.length !== rows.length)
    throw new Error('The program did not give one prediction for each row.');
  return found.map((row: unknown) => {
    if (!Array.isArray(row)) throw new Error('A prediction is not a list of numbers.');
    return row.map(Number);
  });
}
