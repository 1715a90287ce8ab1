// An exported program as a script that computes its predictions: what goes in and out is text. The program comes from a file and is not
// trusted: whoever runs the script gives it the language's own objects and nothing else.
import type { Answers, RawRows, RunScript } from '../format.ts';

/** What an expression behind the program is, as JSON; numbers that are not finite as texts. Rejects with what running it throws. */
export async function valueIn(run: RunScript, program: string, expression: string): Promise<unknown> {
  return JSON.parse(
    await run(`'use strict'; (() => {
${program}
return JSON.stringify(${expression}, (_, value) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value));
})()`),
  );
}

/** @param program a script that defines `predicted(row)`, numbers, and `behind(numbers)`, its intervals or null. Rejects with what it throws,
 *  and on other results. */
export async function runOnRows(run: RunScript, program: string, rows: RawRows): Promise<Answers> {
  // NaN, which JSON does not know, goes in as null.
  const input = JSON.stringify(JSON.stringify(rows));
  const parsed = `JSON.parse(${input}).map((row) => row.map((value) => (value === null ? NaN : value)))`;
  const found = await valueIn(
    run,
    program,
    `[${parsed}.map(predicted)].map((all) => [all, all.map(behind)])[0]`,
  );
  const [predictions, intervals] = Array.isArray(found) ? found : [];
  const known = Array.isArray(intervals) && intervals.some((row) => row !== null);
  return {
    predictions: numbersIn(predictions, rows.length),
    ...(known && { intervals: numbersIn(intervals, rows.length) }),
  };
}

function numbersIn(found: unknown, rows: number): number[][] {
  if (!Array.isArray(found) || found.length !== rows)
    throw new Error('The program did not give one prediction for each row.');
  return found.map((row: unknown) => {
    if (!Array.isArray(row)) throw new Error('A prediction is not a list of numbers.');
    return row.map(Number);
  });
}
