import { describe, expect, test } from 'vitest';
import { strokesOf } from '../../../renderer/network/edgeCanvas.ts';
import {
  chosenBy,
  edgeAt,
  edgesOf,
  endsOf,
  isUnit,
  layOut,
  most,
  notches,
  touches,
  unitAt,
} from '../../../renderer/network/layout.ts';

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

  test('a position on or near a circle is that unit', () => {
    const { x, ys } = layout.columns[1]!;
    expect(unitAt(layout, x + 5, ys[3]! + 4)).toEqual({ kind: 'unit', column: 1, unit: 3 });
  });

  test('a position between the columns is none', () => {
    expect(unitAt(layout, (layout.columns[0]!.x + layout.columns[1]!.x) / 2, 235)).toBeNull();
  });

  test('a bar shows its units as notches only where they stay apart', () => {
    expect(notches(0, { top: 0, bottom: 400 }, 64).match(/M/g)).toHaveLength(63);
    expect(notches(0, { top: 0, bottom: 400 }, 500)).toBe('');
  });

  const layers = units(7, 8, 3);
  const edges = edgesOf(layers, layout, none, 1_000);

  test('every edge is found where its curve passes, and its two units belong to it', () => {
    for (const edge of edges) {
      const { x1, x2, y1, y2 } = endsOf(edge, layout);
      // A third of the way along the curve: Bernstein's polynomials with both handles in the middle.
      const t = 1 / 3;
      const x = x1 + (x2 - x1) * (1.5 * t - 1.5 * t ** 2 + t ** 3);
      const y = y1 + (y2 - y1) * (3 * t ** 2 - 2 * t ** 3);
      const found = edgeAt(layout, [edge], x, y, 0.01);
      expect(found).toEqual({ kind: 'edge', column: edge.column, from: edge.from, to: edge.to });
      expect(edges.filter((one) => touches(one, found!))).toEqual([edge]);
      expect(isUnit(found!, edge.column, edge.from) && isUnit(found!, edge.column + 1, edge.to)).toBe(true);
    }
  });

  test('of two edges the nearer one is meant, and none that is too far', () => {
    const [first, second] = [edges[0]!, edges[3]!];
    const { x1, y1 } = endsOf(second, layout);
    expect(edgeAt(layout, [first, second], x1 + 2, y1, 5)).toMatchObject({
      from: second.from,
      to: second.to,
    });
    expect(edgeAt(layout, edges, x1 + 2, 2, 5)).toBeNull();
  });

  test('the threads of a bar are not edges that could be read', () => {
    const wide = units(4, 640);
    const drawn = layOut(wide, box);
    const threads = edgesOf(wide, drawn, none, 1_000);
    const { x1, y1 } = endsOf(threads[0]!, drawn);
    expect(edgeAt(drawn, threads, x1 + 5, y1, 20)).toBeNull();
  });

  test('a position in a bar is its whole layer, one above it is none', () => {
    const drawn = layOut(units(4, 640), box);
    const { x, bar } = drawn.columns[1]!;
    expect(unitAt(drawn, x + 8, bar!.top + 3)).toEqual({ kind: 'layer', column: 1 });
    expect(unitAt(drawn, x, bar!.top - 4)).toBeNull();
  });

  test('the threads of a bar stand out with it, on both sides', () => {
    const between = units(3, 640, 2, 2);
    const threads = edgesOf(between, layOut(between, box), none, 10_000);
    const bar = { kind: 'layer', column: 1 } as const;
    expect(threads.filter((edge) => touches(edge, bar))).toEqual(threads.filter(({ column }) => column < 2));
    expect(isUnit(bar, 1, 0)).toBe(false);
    const colors = { positive: 'p', negative: 'n', unknown: 'u', chosen: 'c' };
    // Hundreds together must not run into one blot; a few are drawn whole.
    expect(strokesOf(threads, colors, threads.slice(0, 20))(threads[0]!)).toMatchObject({
      color: 'c',
      opacity: 1,
    });
    expect(strokesOf(threads, colors, threads)(threads[0]!).opacity).toBeLessThan(0.9);
  });

  test('arrows go from unit to unit, to a bar and on from it, and stay inside', () => {
    const drawn = layOut(units(3, 640, 2), box);
    const first = chosenBy('ArrowRight', null, drawn);
    expect(first).toEqual({ kind: 'unit', column: 0, unit: 0 });
    expect(chosenBy('ArrowUp', first, drawn)).toEqual(first);
    const third = chosenBy('ArrowDown', chosenBy('ArrowDown', first, drawn), drawn);
    expect(third).toEqual({ kind: 'unit', column: 0, unit: 2 });
    const bar = chosenBy('ArrowRight', third, drawn);
    expect(bar).toEqual({ kind: 'layer', column: 1 });
    expect(chosenBy('ArrowUp', bar, drawn)).toEqual(bar);
    expect(chosenBy('ArrowRight', bar, drawn)).toEqual({ kind: 'unit', column: 2, unit: 0 });
    expect(chosenBy('ArrowRight', null, layOut(units(640, 2), box))).toEqual({ kind: 'layer', column: 0 });
    expect(chosenBy('ArrowLeft', first, drawn)).toEqual(first);
    expect(chosenBy('Enter', first, drawn)).toBeNull();
  });
});
