// What the drawings of the predictions compute themselves.
import { describe, expect, test } from 'vitest';
import { rgbOf } from '../../../renderer/charts/marks/colors.ts';
import { contour } from '../../../renderer/charts/predictions/contours.ts';
import { rangeOf, readAt } from '../../../renderer/charts/predictions/predictionSlice.ts';
import { classRegions, numberRamp, signedMap } from '../../../renderer/charts/predictions/regions.ts';
import { project, turned } from '../../../renderer/charts/predictions/space.ts';
import { drawnRows, standingOf } from '../../../renderer/panes/prediction/drawnRows.ts';
import { Sample } from '../../../renderer/state/insight/rowSample.ts';

const axis = (column: string) => ({ column, from: 0, to: 2, steps: 3 });

describe('a slice of predictions', () => {
  const plane = {
    x: axis('a'),
    y: axis('b'),
    outputs: ['z'],
    values: Float32Array.from({ length: 9 }, (_, k) => (k % 3) + 10 * Math.floor(k / 3)),
  };
  test('is read between its points', () => {
    expect(readAt(plane, 0.5, 1)).toEqual([10.5]);
    expect(readAt(plane, 2, 2)).toEqual([22]);
    expect(readAt(plane, 2.1, 0)).toBeNull();
    expect(readAt({ ...plane, y: null, values: plane.values.slice(0, 3) }, 1.5, null)).toEqual([1.5]);
  });
  test('has a range, whatever is not finite', () => {
    expect(rangeOf(Float32Array.of(1, 9, Number.NaN, 9, 3, 9), 2, 0)).toEqual([1, 3]);
    expect(rangeOf(Float32Array.of(Number.NaN), 1, 0)).toBeNull();
  });
  test('has lines of equal value where it passes the level', () => {
    const pieces = contour(3, 3, (x, y) => x + 10 * y, 5);
    expect(pieces).toHaveLength(2);
    for (const [x1, y1, x2, y2] of pieces) {
      expect(x1 + 10 * y1).toBeCloseTo(5, 12);
      expect(x2 + 10 * y2).toBeCloseTo(5, 12);
    }
  });
});

describe('a picture of predictions', () => {
  const page = rgbOf('#f0f0f0');
  const colors = [rgbOf('#ff0000'), rgbOf('#0000ff')];
  test('has the class that is most probable, paler where it is less sure, its top row last in the grid', () => {
    const { pixels } = classRegions(Float32Array.of(1, 0, 0.5, 0.5, 0, 1, 0.1, 0.9), [2, 2], colors, page);
    const pixel = (row: number, column: number) => [
      ...pixels.subarray((row * 2 + column) * 4, (row * 2 + column) * 4 + 3),
    ];
    expect(pixel(1, 1)).toEqual([240, 240, 240]);
    const [r, , b] = pixel(1, 0) as [number, number, number];
    expect(r).toBeGreaterThan(b);
    expect(pixel(0, 0)[2]).toBeGreaterThan(pixel(0, 0)[0]!);
    expect(pixel(0, 1)[0]).toBeGreaterThan(pixel(0, 0)[0]!);
  });
  test('of numbers is darker where there is more, of signed ones blue and orange about grey', () => {
    const ramp = numberRamp(
      Float32Array.of(0, 5, 10, Number.NaN),
      [4, 1],
      { outputs: 1, output: 0 },
      [0, 10],
      {
        page,
        ink: rgbOf('#000000'),
      },
    );
    expect([0, 1, 2, 3].map((at) => ramp.pixels[at * 4])).toEqual([240, 166, 91, 240]);
    const signs = { positive: rgbOf('#0000ff'), negative: rgbOf('#ff8000'), zero: page };
    const map = signedMap(Float32Array.of(-1, 0, 1), [3, 1], { outputs: 1, output: 0 }, 1, signs);
    expect([0, 1, 2].map((at) => map.pixels[at * 4 + 2])).toEqual([0, 240, 255]);
  });
});

test('a box in space turns around, and never over', () => {
  const front = project(0, -0.5, 0, { around: 0, above: 0 }, 100);
  expect(front.x).toBeCloseTo(0, 12);
  expect(front.depth).toBeCloseTo(0.5, 12);
  expect(project(0, 0, 0.5, { around: 0, above: 0 }, 100).y).toBeLessThan(0);
  expect(turned({ around: 350, above: 80 }, 20, 30)).toEqual({ around: 10, above: 88 });
});

describe('the rows beside a slice', () => {
  /** Columns a, b and the level c; class by a. */
  function sample(): Sample {
    const rows = Array.from({ length: 100 }, (_, row) => row);
    const values = Float64Array.from(rows.flatMap((row) => [row, row % 7, row % 2]));
    const said = {
      all: { train: 80, validation: 20 },
      rows,
      train: 80,
      levels: [null, null, ['x', 'y']],
      outputs: ['lo', 'hi'],
    };
    return new Sample(
      said,
      ['a', 'b', 'c'],
      values,
      Float64Array.from(rows, (row) => (row < 50 ? 0 : 1)),
    );
  }
  const predictions = Float32Array.from({ length: 200 }, (_, k) => ((k % 2 === 0) === k < 120 ? 0.9 : 0.1));

  function drawn(held: ReadonlyMap<string, string>) {
    const of = sample();
    const [x, y] = [of.column('a'), of.column('b')];
    return drawnRows({
      sample: of,
      predictions,
      x,
      y,
      output: null,
      distances: of.distances(held),
      ringed: new Set([of.rows[0]!]),
    });
  }

  test('know what is usual and what tells most', () => {
    expect(sample().usual('a')).toBe('39.5');
    expect(sample().usual('c')).toBe('x');
    expect(sample().range('b')).toEqual([0, 6]);
    expect(sample().explained('a', true)).toBeGreaterThan(sample().explained('b', true));
  });
  test('are gone through once for what is asked of a feature', () => {
    const asked = sample();
    expect(asked.column('a')).toBe(asked.column('a'));
    expect(asked.range('a')).toBe(asked.range('a'));
    expect(asked.column('b')).not.toBe(asked.column('a'));
  });
  test('are all drawn, the fainter the farther they are from the fixed values', () => {
    expect([...sample().distances(new Map())].every((distance) => distance === 0)).toBe(true);
    const held = new Map([
      ['a', '10'],
      ['c', 'x'],
    ]);
    const distances = sample().distances(held);
    expect(distances[10]).toBe(0);
    expect(distances[11]).toBeGreaterThan(0);
    expect(distances[30]).toBeGreaterThan(distances[20]!);
    expect(distances[98]).toBe(1);
    const rows = drawn(held);
    expect(rows).toHaveLength(100);
    expect(rows.at(-1)).toMatchObject({ x: 10, strength: 1 });
    expect(rows.every(({ strength }) => strength >= 0.25)).toBe(true);
    expect(new Set(rows.map(({ truth }) => truth)).size).toBe(2);
  });
  test('are wrong where another class is more probable', () => {
    const rows = drawn(new Map());
    expect(rows).toHaveLength(100);
    expect(rows.filter(({ wrong }) => wrong).map(({ x }) => x)).toEqual([
      50, 51, 52, 53, 54, 55, 56, 57, 58, 59,
    ]);
    expect(rows[90]).toMatchObject({ validation: true, strength: 1 });
    expect(standingOf(sample(), predictions, null)).toMatchObject({ rows: 100, wrong: 10 });
  });
});
