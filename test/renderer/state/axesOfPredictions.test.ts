// Which pair of numbers the predictions are drawn over at first, and the plane of the first two principal components.
import { describe, expect, test } from 'vitest';
import { bestPair } from '../../../renderer/state/insight/bestPair.ts';
import { principalPlane } from '../../../renderer/state/insight/principalPlane.ts';

/** Evenly spread over 0..1, different for each salt, the same at every call. */
function spread(row: number, salt: number): number {
  return (row * [0.618034, 0.414214, 0.732051, 0.236068][salt]!) % 1;
}
const rows = Array.from({ length: 240 }, (_, row) => row);
function columnsOf(columns: Record<string, (row: number) => number>) {
  return (name: string) => Float64Array.from(rows, columns[name]!);
}

describe('the pair of numbers that is drawn first', () => {
  const crossed = {
    a: (row: number) => spread(row, 0),
    b: (row: number) => spread(row, 1),
    // Alone it tells more than either of the others, and beside them nothing.
    weak: (row: number) => spread(row, 2) + (crossedClass(row) === 1 ? 0.2 : 0),
    copy: (row: number) => 2 * spread(row, 2) + (crossedClass(row) === 1 ? 0.4 : 0),
  };
  function crossedClass(row: number): number {
    return spread(row, 0) > 0.5 === spread(row, 1) > 0.5 ? 1 : 0;
  }

  test('parts classes that no single number parts', () => {
    const truth = Float64Array.from(rows, crossedClass);
    const names = ['weak', 'copy', 'a', 'b'];
    expect(bestPair({ names, column: columnsOf(crossed), truth, classes: true })).toEqual(['a', 'b']);
  });
  test('explains a number that is made of both', () => {
    const truth = Float64Array.from(rows, (row) => (spread(row, 0) - 0.5) * (spread(row, 1) - 0.5));
    const names = ['weak', 'copy', 'a', 'b'];
    expect(bestPair({ names, column: columnsOf(crossed), truth, classes: false })).toEqual(['a', 'b']);
  });
  test('parts a rare class too', () => {
    const rare = (row: number) => (row % 24 === 0 ? 1 : 0);
    const columns = { ...crossed, a: (row: number) => spread(row, 0) + 3 * rare(row) };
    const truth = Float64Array.from(rows, rare);
    expect(
      bestPair({ names: ['b', 'weak', 'a'], column: columnsOf(columns), truth, classes: true }),
    ).toContain('a');
  });
  test('is none of fewer than two numbers', () => {
    const truth = Float64Array.from(rows, crossedClass);
    expect(bestPair({ names: ['a'], column: columnsOf(crossed), truth, classes: true })).toBeNull();
  });
  test('needs no complete rows', () => {
    const holes = { a: (row: number) => (row % 5 === 0 ? Number.NaN : row), b: () => Number.NaN };
    const truth = Float64Array.from(rows, (row) => (row % 7 === 0 ? Number.NaN : row));
    expect(bestPair({ names: ['a', 'b'], column: columnsOf(holes), truth, classes: false })).toEqual([
      'a',
      'b',
    ]);
  });
});

describe('the plane of the first two principal components', () => {
  const columns = {
    long: (row: number) => 100 * spread(row, 0),
    // Follows from `long`, so that the first component is along both.
    double: (row: number) => 200 * spread(row, 0) + 7,
    other: (row: number) => spread(row, 1),
    constant: () => 4,
  };
  const plane = principalPlane(Object.keys(columns), columnsOf(columns), 200)!;

  test('holds numbers that follow from each other wholly', () => {
    expect(plane.shares[0] + plane.shares[1]).toBeCloseTo(1, 6);
    expect(plane.shares[0]).toBeGreaterThan(0.6);
    for (const distance of plane.distances) expect(distance).toBeLessThan(1e-4);
  });
  test('leaves out what does not vary', () => {
    expect(Object.keys(plane.directions.origin)).toEqual(['long', 'double', 'other']);
  });
  test('leads from a row’s position back to its values, in units', () => {
    const { origin, x, y } = plane.directions;
    for (const row of [0, 17, 230])
      for (const name of ['long', 'double', 'other'] as const) {
        const [a, b] = plane.positions.map((positions) => positions[row]!) as [number, number];
        expect(origin[name]! + x[name]! * a + y[name]! * b).toBeCloseTo(columns[name](row), 2);
      }
  });
  test('needs two numbers that vary', () => {
    expect(principalPlane(['long', 'constant'], columnsOf(columns), 200)).toBeNull();
  });
});
