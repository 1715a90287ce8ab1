// What a curve of the loss shows beside the curve, and errors as squares.
import { describe, expect, it } from 'vitest';
import { plotLayout } from '../../../renderer/charts/frame/plotLayout.ts';
import {
  curvePath,
  lossOn,
  lossRange,
  takenSteps,
  tangentAt,
} from '../../../renderer/charts/lossPath/lossCurve.ts';
import { parameterPath, valueRange } from '../../../renderer/charts/lossPath/parameterCurves.ts';
import { errorSquares } from '../../../renderer/charts/predictions/errorSquares.ts';
import type { DrawnRow } from '../../../renderer/charts/predictions/predictionSlice.ts';

/** (w - 1)² + 0.5 from -1 to 3. */
const values = Array.from({ length: 41 }, (_, k) => -1 + k / 10);
const loss = (w: number) => (w - 1) ** 2 + 0.5;
const slice = { values, losses: values.map(loss), value: 2, loss: loss(2), slope: 2 };

describe('a curve of the loss', () => {
  it('begins at 0 unless the lowest loss is far above it', () => {
    expect(lossRange(slice)).toEqual([0, 5]);
    expect(lossRange({ losses: [100, 101, null] })[0]).toBe(100);
  });

  it('is read between its points, and nowhere else', () => {
    expect(lossOn(slice, 1.05)).toBeCloseTo(0.505, 10);
    expect(lossOn(slice, 3)).toBeCloseTo(4.5, 10);
    expect(lossOn(slice, 3.01)).toBeNull();
    expect(lossOn({ values: [0, 1], losses: [1, null] }, 0.5)).toBeNull();
  });

  it('tells the steps that lie on it from those with other values of the other parameters', () => {
    const points = [
      { step: 0, value: 3, loss: 4.5 },
      { step: 1, value: 2, loss: 2.5 },
      { step: 2, value: null, loss: 1 },
    ];
    expect(takenSteps(slice, points).map(({ step, onCurve }) => [step, onCurve])).toEqual([
      [0, true],
      [1, false],
    ]);
  });

  it('has a tangent as steep as the slope, of the same length everywhere', () => {
    const layout = plotLayout(400, 300, [-1, 3], [0, 5]);
    for (const at of [
      { value: 2, loss: 1.5, slope: 2 },
      { value: -1, loss: 4.5, slope: -4 },
    ]) {
      const { x1, y1, x2, y2 } = tangentAt(layout, at, 40);
      expect(Math.hypot(x2 - x1, y2 - y1)).toBeCloseTo(80, 8);
      const rise = (layout.y.invert(y2) - layout.y.invert(y1)) / (layout.x.invert(x2) - layout.x.invert(x1));
      expect(rise).toBeCloseTo(at.slope, 8);
      expect((layout.x.invert(x1) + layout.x.invert(x2)) / 2).toBeCloseTo(at.value, 8);
    }
  });

  it('is interrupted where a loss is not finite', () => {
    const path = curvePath(
      { values: [0, 1, 2, 3], losses: [1, null, 2, 3] },
      plotLayout(300, 200, [0, 3], [0, 3]),
    );
    expect(path.match(/M/g)).toHaveLength(2);
    expect(path.match(/L/g)).toHaveLength(1);
  });
});

describe('curves of parameters', () => {
  it('are interrupted where a parameter is not finite, and their axis holds all of them', () => {
    const points = [
      { step: 0, values: [1, -2] },
      { step: 1, values: [null, -3] },
      { step: 2, values: [2, -4] },
    ];
    const [low, high] = valueRange(points);
    expect(low).toBeLessThanOrEqual(-4);
    expect(high).toBeGreaterThanOrEqual(2);
    const layout = plotLayout(300, 200, [0, 2], [low, high]);
    expect(parameterPath(points, 0, layout).match(/M/g)).toHaveLength(2);
    expect(parameterPath(points, 1, layout).match(/[ML]/g)).toHaveLength(3);
  });
});

describe('errors as squares', () => {
  const row = (x: number, truth: number, prediction: number): DrawnRow => {
    const other = { y: truth, validation: false, wrong: false, strength: 1 };
    return { x, truth, prediction, ...other } as DrawnRow;
  };
  const layout = plotLayout(400, 300, [0, 10], [0, 10]);

  it('have the error as their side, in pixels of the y axis, and stay in the plot', () => {
    const [above, below] = errorSquares([row(2, 8, 5), row(9.9, 1, 4)], layout);
    const side = layout.y(5) - layout.y(8);
    expect(above).toMatchObject({ left: layout.x(2), top: layout.y(8), above: true });
    expect(above!.side).toBeCloseTo(side, 10);
    expect(below).toMatchObject({ top: layout.y(4), above: false });
    expect(below!.left + below!.side).toBeCloseTo(layout.x(9.9), 10);
  });

  it('are of at most sixty training rows', () => {
    const rows = Array.from({ length: 500 }, (_, k) => ({ ...row(k / 50, 5, 4), validation: k % 5 === 0 }));
    const squares = errorSquares(rows, layout);
    expect(squares.length).toBeLessThanOrEqual(60);
    expect(squares.length).toBeGreaterThan(40);
  });
});
