// Some rows for all: one of each of as many equal stretches of a table, the same in every call. Within its stretch a row lies where the
// multiples of the golden ratio say, so that no period in the table meets a period of the choice.

/** At most `most` row numbers of `rows`, ascending. */
export function evenRows(rows: number, most: number): Uint32Array {
  const count = Math.min(rows, most);
  return Uint32Array.from({ length: count }, (_, i) => {
    const part = (Math.imul(i, 0x9e3779b1) >>> 0) / 2 ** 32;
    return Math.floor(((i + part) * rows) / count);
  });
}
