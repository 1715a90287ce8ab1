// The axes of a chart, where its plot lies, and what the pointer and the arrow keys mean in it.
import { describe, expect, test } from 'vitest';
import {
  countAxis,
  labelRoom,
  linearAxis,
  logAxis,
  rowsAxis,
} from '../../../renderer/charts/frame/plotAxis.ts';
import { plotLayout } from '../../../renderer/charts/frame/plotLayout.ts';
import {
  arrowStep,
  movedAlong,
  nearestIndex,
  nearestWithin,
} from '../../../renderer/charts/frame/pointing.ts';

const write = String;

describe('axes', () => {
  test('where few labels have room there are few ticks', () => {
    const axis = linearAxis([0, 10], { write });
    expect(axis.ticks(5)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(axis.ticks(4)).toEqual([0, 5, 10]);
  });

  test('a count that is asked for does not follow the room', () => {
    expect(linearAxis([0, 10], { write, count: 2 }).ticks(20)).toEqual([0, 5, 10]);
  });

  test('what is counted has no ticks between whole numbers', () => {
    expect(countAxis(2, { write, count: 4 }).ticks(9)).toEqual([0, 1, 2]);
  });

  test('a logarithmic axis is drawn in powers of ten and written in values', () => {
    const axis = logAxis([1e-4, 1], { write: (value) => value.toPrecision(1) });
    expect(axis.range).toEqual([-4, 0]);
    expect(axis.ticks(9)).toEqual([-4, -3, -2, -1, 0]);
    expect(axis.write(-2)).toBe('0.01');
  });

  test('rows lie below each other from the top', () => {
    const { y } = plotLayout(100, 60, [0, 1], rowsAxis(3).range, { top: 0, bottom: 0 });
    expect([y(0), y(0.5), y(3)]).toEqual([0, 10, 60]);
  });

  test('the longest label decides the room beside the plot', () => {
    expect(labelRoom(linearAxis([0, 100], { write, count: 2 }))).toBeCloseTo(8 + 3 * 6.4);
  });
});

describe('the plot', () => {
  test('keeps its margins, and is never turned inside out where there is no room', () => {
    const layout = plotLayout(20, 20, [0, 1], [0, 1]);
    expect([layout.innerWidth, layout.innerHeight]).toEqual([1, 1]);
  });

  test('larger values of the vertical axis lie higher', () => {
    const { y } = plotLayout(200, 100, [0, 1], [0, 10], { top: 10, bottom: 20 });
    expect([y(0), y(10)]).toEqual([80, 10]);
  });
});

describe('pointing', () => {
  const spots = [
    { x: 0, y: 0 },
    { x: 30, y: 40 },
  ];
  const itself = (spot: { x: number; y: number }) => spot;

  test('means the nearest thing within reach', () => {
    expect(nearestWithin(spots, itself, { x: 29, y: 40 }, 5)).toBe(spots[1]);
    expect(nearestWithin(spots, itself, { x: 15, y: 20 }, 24)).toBeNull();
  });

  test('means the first of two values that are as near, and none of none', () => {
    expect(nearestIndex([1, 3], 2)).toBe(0);
    expect(nearestIndex([], 2)).toBe(-1);
  });

  const key = (name: string, held: Partial<KeyboardEvent> = {}) => ({ key: name, ...held }) as KeyboardEvent;
  test('an arrow goes two percent of the axis, with Shift ten', () => {
    expect(arrowStep(key('ArrowLeft'))).toEqual([-2, 0]);
    expect(arrowStep(key('ArrowUp', { shiftKey: true }))).toEqual([0, 10]);
  });

  test('other keys, and arrows that belong to the browser, are left alone', () => {
    expect(arrowStep(key('a'))).toBeNull();
    expect(arrowStep(key('ArrowLeft', { altKey: true }))).toBeNull();
  });

  test('a layout moves from the middle where there was none, and stays on the axis', () => {
    expect(movedAlong({ from: 10, to: 30 }, null, 10)).toBe(22);
    expect(movedAlong({ from: 10, to: 30 }, 29, 10)).toBe(30);
  });
});
