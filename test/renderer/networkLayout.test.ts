import { describe, expect, test } from 'vitest';
import { edgesOf, layOut, most, notches, unitAt } from '../../renderer/network/layout.ts';

const box = { width: 600, height: 500, left: 100, right: 80, top: 10, bottom: 40 };
const units = (...counts: number[]) => counts.map((count) => ({ units: count }));
const none = () => null;

describe('network layout', () => {
  test('small layers are circles inside the box, evenly apart and centred', () => {
    const { columns, radius } = layOut(units(7, 8, 3), box);
    expect(columns.map((column) => column.ys.length)).toEqual([7, 8, 3]);
    expect(columns.map((column) => column.x)).toEqual([100, 310, 520]);
    for (const { ys } of columns) {
      expect(Math.min(...ys) - radius).toBeGreaterThanOrEqual(box.top);
      expect(Math.max(...ys) + radius).toBeLessThanOrEqual(box.height - box.bottom);
      expect((ys[0]! + ys.at(-1)!) / 2).toBeCloseTo(235, 6);
    }
  });

  test(`more than ${most} units are a bar`, () => {
    const { columns } = layOut(units(4, most, most + 1), box);
    expect(columns[1]!.bar).toBeNull();
    expect(columns[2]!.bar).not.toBeNull();
    expect(columns[2]!.ys).toEqual([]);
  });

  test('in a low box circles become bars before they touch', () => {
    const { columns } = layOut(units(20, 3), { ...box, height: 150 });
    expect(columns[0]!.bar).not.toBeNull();
    expect(columns[1]!.bar).toBeNull();
  });

  test('a bar of a larger layer is longer', () => {
    const { columns } = layOut(units(4, 64, 32, 3), box);
    const length = (i: number) => columns[i]!.bar!.bottom - columns[i]!.bar!.top;
    expect(length(1)).toBeGreaterThan(length(2));
  });

  test('a box without room gives no negative sizes', () => {
    for (const { bar } of layOut(units(64, 2), { ...box, width: 0, height: 0 }).columns) {
      if (bar) expect(bar.bottom).toBeGreaterThan(bar.top);
    }
  });

  test('every pair of circles of neighbouring layers is an edge, with its weight from [outputs, inputs]', () => {
    const layers = units(2, 3);
    const weights = Float32Array.of(1, 2, 3, 4, 5, 6);
    const edges = edgesOf(layers, layOut(layers, box), () => weights, 100);
    expect(edges).toHaveLength(6);
    expect(edges.find((edge) => edge.from === 1 && edge.to === 2)?.weight).toBe(6);
    expect(edges.find((edge) => edge.from === 0 && edge.to === 1)?.weight).toBe(3);
  });

  test('of too many edges the strongest are drawn', () => {
    const layers = units(20, 20);
    const weights = Float32Array.from({ length: 400 }, (_, i) => (i % 2 ? -i : i));
    const edges = edgesOf(layers, layOut(layers, box), () => weights, 10);
    expect(edges.map((edge) => Math.abs(edge.weight!))).toEqual([
      399, 398, 397, 396, 395, 394, 393, 392, 391, 390,
    ]);
  });

  test('a bar is drawn with a few threads for all its edges', () => {
    const layers = units(4, 640);
    const edges = edgesOf(layers, layOut(layers, box), none, 4_000);
    expect(edges.length).toBeGreaterThan(4);
    expect(edges.length).toBeLessThanOrEqual(4 * most);
  });
});

describe('pointing at a network', () => {
  const layout = layOut(units(7, 8, 3), box);

  test('a place on or near a circle is that unit', () => {
    const { x, ys } = layout.columns[1]!;
    expect(unitAt(layout, x + 5, ys[3]! + 4)).toEqual({ column: 1, unit: 3 });
  });

  test('a place between the columns is none', () => {
    expect(unitAt(layout, (layout.columns[0]!.x + layout.columns[1]!.x) / 2, 235)).toBeNull();
  });

  test('a bar shows its units as notches only where they stay apart', () => {
    expect(notches(0, { top: 0, bottom: 400 }, 64).match(/M/g)).toHaveLength(63);
    expect(notches(0, { top: 0, bottom: 400 }, 500)).toBe('');
  });
});
