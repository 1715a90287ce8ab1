// Runs the text of an exported program, to check its predictions. The text comes from a file and is not trusted: it sees the language's own
// objects and nothing of ours, may not make code from text, ends after some seconds, and what goes in and out is text.
import { createContext, Script } from 'node:vm';
import type { RawRows } from '../format.ts';

const longest = 20_000;

/** What an expression behind the program is, as JSON; numbers that are not finite as texts. Throws what the program throws. */
export function valueIn(program: string, expression: string): unknown {
  const context = createContext(Object.create(null), {
    codeGeneration: { strings: false, wasm: false },
    microtaskMode: 'afterEvaluate',
  });
  const answer: unknown = new Script(`'use strict'; (() => {
${program}
return JSON.stringify(${expression}, (_, value) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value));
})()`).runInContext(context, { timeout: longest });
  if (typeof answer !== 'string') throw new Error('The program gave no answer.');
  return JSON.parse(answer);
}

/** @param program a script that defines `predictions(rows)`, rows x outputs. Throws what it throws, and on other results. */
export function runOnRows(program: string, rows: RawRows): number[][] {
  // NaN, which JSON does not know, goes in as null.
  const input = JSON.stringify(JSON.stringify(rows));
  const parsed = `JSON.parse(${input}).map((row) => row.map((value) => (value === null ? NaN : value)))`;
  const found = valueIn(program, `predictions(${parsed})`);
  if (!Array.isArray(found) || found.length !== rows.length)
    throw new Error('The program did not give one prediction for each row.');
  return found.map((row: unknown) => {
    if (!Array.isArray(row)) throw new Error('A prediction is not a list of numbers.');
    return row.map(Number);
  });
}
