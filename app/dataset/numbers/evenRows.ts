// A sample of rows: one row from each of as many equal stretches of a table, the same in every call. The row inside its
// stretch follows the multiples of the golden ratio, so that the sample does not fall in step with a period in the table.

/** At most `most` row numbers of `rows`, ascending. */
export function evenRows(rows: number, most: number): Uint32Array {
  const count = Math.min(rows, most);
  return Uint32Array.from({ length: count }, (_, i) => {
    const part = (Math.imul(i, 0x9e3779b1) >>> 0) / 2 ** 32;
    return Math.floor(((i + part) * rows) / count);
  });
}
