// Numbers as the English sentences of issues show them.

/** At most four significant digits; whole numbers keep all digits. */
export function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(4));
}

/** With the digits in groups of three: 4,295,557. */
export function grouped(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 15 });
}
