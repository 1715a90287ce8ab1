// Integrals over an interval by Gauss and Kronrod's rules of 3 and 7 points (Kronrod, 1965), of functions whose value is a vector.

/** Points of the interval -1..1 from its end to its middle; every second one, from the second on, is Gauss's. */
const points = [0.9604912687080203, 0.7745966692414834, 0.43424374934680254, 0];
const kronrodWeights = [0.10465622602646726, 0.26848808986833345, 0.40139741477596225, 0.45091653865847414];
const gaussWeights = [0, 5 / 9, 0, 8 / 9];

/** How often `integrated` asks for the function. */
export const pointsPerIntegral = 7;

export interface Integral {
  value: Float64Array;
  /** Largest difference of the two rules in a component. */
  error: number;
}

export function integrated(from: number, to: number, of: (at: number) => Float64Array): Integral {
  const half = (to - from) / 2;
  const middle = (from + to) / 2;
  let kronrod: Float64Array | null = null;
  let gauss: Float64Array | null = null;
  for (const [k, point] of points.entries()) {
    for (const at of point === 0 ? [middle] : [middle - half * point, middle + half * point]) {
      const value = of(at);
      kronrod ??= new Float64Array(value.length);
      gauss ??= new Float64Array(value.length);
      for (let i = 0; i < value.length; i++) {
        kronrod[i]! += half * kronrodWeights[k]! * value[i]!;
        gauss[i]! += half * gaussWeights[k]! * value[i]!;
      }
    }
  }
  const other = gauss!;
  const error = kronrod!.reduce((most, value, i) => Math.max(most, Math.abs(value - other[i]!)), 0);
  return { value: kronrod!, error };
}
