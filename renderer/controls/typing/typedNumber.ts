// Numbers as fields hold them: written with a true minus sign as everywhere on the page, and read with either sign and with a comma or a
// point before the decimals.

/** null: not a number. */
export function typedNumber(text: string): number | null {
  const number = Number(text.trim().replace(',', '.').replaceAll('−', '-'));
  return text.trim() === '' || !Number.isFinite(number) ? null : number;
}

/** All its digits, so that a field that is left as it is changes nothing. */
export function fieldText(value: number): string {
  return String(value).replaceAll('-', '−');
}
