// A sample of rows: the table is divided into equal stretches, and one row is taken from each, the same in every call. The
// row's position in its stretch follows multiples of the golden ratio, so that a periodic pattern in the table does not bias
// the sample.

/** At most `most` row numbers of `rows`, ascending. */
export function evenRows(rows: number, most: number): Uint32Array {
  const count = Math.min(rows, most);
  return Uint32Array.from({ length: count }, (_, i) => {
    const part = (Math.imul(i, 0x9e3779b1) >>> 0) / 2 ** 32;
    return Math.floor(((i + part) * rows) / count);
  });
}
