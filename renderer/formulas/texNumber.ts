// Numbers in TeX.

/** @param digits number of significant digits. */
export function texNumber(value: number, digits = 4): string {
  if (!Number.isFinite(value))
    return Number.isNaN(value) ? '?' : value > 0 ? String.raw`\infty` : String.raw`-\infty`;
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) {
    const [first = '0', power = '0'] = value.toExponential(digits - 1).split('e');
    return String.raw`${Number(first)}\times10^{${Number(power)}}`;
  }
  return String(Number(value.toPrecision(digits)));
}

/** A number as a factor or term; a negative number is in brackets. */
export function factor(value: number): string {
  return value < 0 || Object.is(value, -0) ? `(${texNumber(value)})` : texNumber(value);
}
