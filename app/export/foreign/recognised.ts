// Which activation a function is: found by its values, so that each way of writing it down is recognised (gelu alone has four).
import { type Activation, activations } from '../../contract/spec/layers.ts';
import { referenceActivations } from '../check/referenceActivations.ts';

export type Formula = (x: number) => number;

/** From -8 to 8, without 0, at which a step is sometimes 1. Beyond 8 all of them are straight or constant within 1e-3. */
const points = Array.from({ length: 65 }, (_, i) => -7.9 + i * 0.247);
/** Constants are written as float32, or with five digits. The two forms of gelu differ by up to 5e-4. */
const tolerance = 2e-5;

/** Null where it is none. */
export function recognised(formula: Formula): Activation | null {
  const is = (name: Activation) => points.every((x) => near(formula(x), referenceActivations[name]!(x)));
  return activations.find(is) ?? null;
}

/** factor and offset, where it is a straight line. */
export function straight(formula: Formula): { factor: number; offset: number } | null {
  const offset = formula(0);
  const factor = formula(1) - offset;
  const line = (x: number) => factor * x + offset;
  return points.every((x) => near(formula(x), line(x))) ? { factor, offset } : null;
}

export function same(a: Formula, b: Formula): boolean {
  return points.every((x) => near(a(x), b(x)));
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b));
}
