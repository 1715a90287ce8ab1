// Where words stand beside curves, and which labels of an axis fit side by side.
import { describe, expect, test } from 'vitest';
import { type Line, labelPlace } from '../../../renderer/charts/curves/labelPlace.ts';
import { fitted, placedLabels } from '../../../renderer/charts/frame/textRoom.ts';

const within = { left: 50, top: 10, width: 400, height: 200 };
const words = { width: 120, height: 16, gap: 7, within };
const level = (y: number): Line => ({ x: [50, 450], y: [y, y] });

describe('the words at a point of a curve', () => {
  test('stand right below it where nothing is in the way', () => {
    expect(labelPlace({ ...words, x: 200, y: 100, lines: [level(100)] })).toMatchObject({
      left: 140,
      top: 107,
    });
  });
  test('stand above where a curve passes below', () => {
    expect(labelPlace({ ...words, x: 200, y: 100, lines: [level(115)] })).toMatchObject({
      left: 140,
      top: 77,
    });
  });
  test('stand farther off where curves pass on both sides', () => {
    const lines = [level(115), level(85)];
    const { top } = labelPlace({ ...words, x: 200, y: 100, lines });
    for (const y of [85, 115]) expect(y < top || y > top + words.height).toBe(true);
  });
  test('stand beside a steep curve', () => {
    const steep: Line = { x: [50, 200, 201, 450], y: [10, 10, 210, 210] };
    const { left, top } = labelPlace({ ...words, x: 201, y: 110, lines: [steep] });
    expect(left >= 201 || left + words.width <= 200).toBe(true);
    expect(top).toBeGreaterThanOrEqual(within.top);
  });
  test('stay in the plot, also where every place is passed', () => {
    const lines = Array.from({ length: 50 }, (_, k) => level(10 + 4 * k));
    for (const [x, y] of [
      [50, 10],
      [450, 210],
    ] as const) {
      const { left, top } = labelPlace({ ...words, x, y, lines });
      expect(left).toBeGreaterThanOrEqual(50);
      expect(left + words.width).toBeLessThanOrEqual(450);
      expect(top).toBeGreaterThanOrEqual(10);
      expect(top + words.height).toBeLessThanOrEqual(210);
    }
  });
  test('do not mind gaps in a curve', () => {
    const gap: Line = { x: [50, 190, 210, 450], y: [115, null, null, 115] };
    expect(labelPlace({ ...words, x: 200, y: 100, lines: [gap] })).toMatchObject({ top: 107 });
  });
});

describe('text in a drawing', () => {
  const width = (text: string) => 10 * text.length;
  test('is cut off with an ellipsis where it does not fit', () => {
    expect(fitted('abcdefgh', 80, width)).toBe('abcdefgh');
    expect(fitted('abcdefgh', 50, width)).toBe('abcd…');
    expect(fitted('가👩‍👩‍👧나다', 41, (text) => 10 * [...new Intl.Segmenter().segment(text)].length)).toBe(
      '가👩‍👩‍👧나다',
    );
    expect(fitted('x'.repeat(10_000), 50, width)).toBe('xxxx…');
  });
  test('of an axis stays within the drawing and touches no other', () => {
    const labels = [0, 50, 100, 150, 200].map((x) => ({ x, text: 'abcd' }));
    expect(placedLabels(labels, 200, width).map(({ x }) => x)).toEqual([20, 100, 180]);
    expect(placedLabels(labels, 200, () => 8).map(({ x }) => x)).toEqual([4, 50, 100, 150, 196]);
    expect(placedLabels(labels, 60, () => 60)).toHaveLength(1);
  });
});
