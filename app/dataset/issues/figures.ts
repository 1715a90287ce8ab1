// Numbers as the English sentences of issues show them.

/** At most four significant digits; whole numbers keep all digits. */
export function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(4));
}

/** With the digits in groups of three: 4,295,557; very large and very small ones with an exponent: 1e+15. */
export function grouped(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e15 || (size < 1e-6 && size > 0)) return Number(value.toPrecision(4)).toExponential();
  return value.toLocaleString('en', { maximumSignificantDigits: 15 });
}
