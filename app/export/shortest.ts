// The shortest decimal that reads back as the same number.
import type { Floats } from '../contract/model.ts';

/** Writes the numbers of `floats`, which are finite. */
export function shortestOf(floats: Floats): (value: number) => string {
  return floats instanceof Float32Array ? shortestFloat32 : plain;
}

/** Six digits identify many float32 values (any decimal of six digits survives a float32), nine identify all. Subnormal values
 *  have fewer bits. */
export function shortestFloat32(value: number): string {
  const least = Math.abs(value) < 2 ** -126 ? 1 : 6;
  for (let digits = least; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return plain(short);
  }
  return plain(Number(value.toPrecision(9)));
}

function plain(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
