// Vitest's toEqual with what arrayEquality.ts adds: equal and unequal arrays are what they were without it.
import { expect, test } from 'vitest';

const nan = (bits: number) => new Float32Array(Uint32Array.of(bits).buffer);

test.each([
  ['the same numbers', Float64Array.of(1, Number.NaN, -0), Float64Array.of(1, Number.NaN, -0)],
  ['a part of a longer buffer', Float32Array.of(7, 8, 9).subarray(1), Float32Array.of(8, 9)],
  ['NaN in other bits', nan(0x7fc00000), nan(0xffc00001)],
])('arrays are equal by %s', (_, a, b) => {
  expect({ a }).toEqual({ a: b });
});

test.each([
  ['one number', Float64Array.of(1, 2), Float64Array.of(1, 3)],
  ['the sign of 0', Float64Array.of(0), Float64Array.of(-0)],
  ['their lengths', Float32Array.of(1, 2), Float32Array.of(1)],
  ['their types', Float32Array.of(0), Float64Array.of(0)],
  ['their types alone, with the same bytes', Int32Array.of(0, 0), Float64Array.of(0)],
])('arrays differ by %s', (_, a: object, b: object) => {
  expect({ a }).not.toEqual({ a: b });
});
