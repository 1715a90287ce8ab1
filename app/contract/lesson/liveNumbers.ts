// Live numbers in a lesson's texts and formulas: `{{loss}}`, or `{{loss:5}}` with five significant digits. Braces of TeX around one are no part of
// it: `\frac{{{w}}}{2}` has the number `w`.

export interface LiveNumber {
  /** As a key of `lessons.look`. */
  expression: string;
  /** Significant digits. */
  digits: number;
  /** Where it stands: the first character, and the first one behind it. */
  from: number;
  to: number;
}

export const usualDigits = 3;

export function liveNumbersIn(text: string): LiveNumber[] {
  return [...text.matchAll(/\{\{([^{}]*)\}\}/g)].map((found) => {
    const [, expression = '', digits] = /^(.*?)(?::\s*(\d+)\s*)?$/s.exec(found[1]!) ?? [];
    return {
      expression: expression.trim(),
      digits: digits === undefined ? usualDigits : Number(digits),
      from: found.index,
      to: found.index + found[0].length,
    };
  });
}
