// Whether numbers that two programs worked out in float64 are the same but for rounding.
import { expect } from 'vitest';

/** Each within `1e-10 + 1e-9 |wanted|`: sums of a few hundred terms in another order differ by less. */
export function expectAlike(found: ArrayLike<number>, wanted: ArrayLike<number>, what: string): void {
  expect(found.length, what).toBe(wanted.length);
  for (let i = 0; i < wanted.length; ++i) {
    const allowed = 1e-10 + 1e-9 * Math.abs(wanted[i]!);
    if (Math.abs(found[i]! - wanted[i]!) <= allowed) continue;
    expect.fail(`${what}: value ${i} is ${found[i]}; expected ${wanted[i]} within ${allowed}`);
  }
}
