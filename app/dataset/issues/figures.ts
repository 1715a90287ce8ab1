// Numbers as the English sentences of issues show them.

/** Four digits at most, whole numbers whole. */
export function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(4));
}

/** With its digits in groups: 4,295,557. */
export function grouped(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 15 });
}
