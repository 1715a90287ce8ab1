// Where the units of a walk's picture lie: nothing covers a name, and edges keep room between layers.
import { describe, expect, it } from 'vitest';
import { placeUnits } from '../../../renderer/panes/walk/pictureLayout.ts';
import type { Walked } from '../../../renderer/panes/walk/walkedRow.ts';

function walkedOf(...sizes: number[]): Walked {
  const columns = sizes.map((units, column) => ({
    units,
    shown: Array.from({ length: units }, (_, k) => k),
    followed: 0,
    names: Array.from({ length: units }, (_, k) => (column === 0 ? `x${k + 1}` : `h${column}.${k + 1}`)),
  }));
  return { columns } as Walked;
}

describe.each([
  ['a shallow network', [2, 2, 1]],
  ['three hidden layers', [2, 4, 4, 4, 1]],
])('%s in a narrow picture', (_, sizes) => {
  const { units, radius, labels, loss } = placeUnits(walkedOf(...sizes), 444, 340);
  const xs = units.map(([first]) => first!.x);
  const gap = xs[1]! - xs[0]!;

  it('leaves half of the way between two layers to the edges', () => {
    expect(gap / radius).toBeGreaterThan(3.999);
  });
  it('has all units and the loss within it', () => {
    expect(xs[0]! - radius).toBeGreaterThan(14);
    expect(loss.x - 30).toBeGreaterThan(xs.at(-1)! + radius + 40);
    expect(loss.x + 30).toBeLessThan(444);
  });
  it('writes names where neither the next layer nor the next unit covers them', () => {
    const [above, below] = [units[1]![0]!, units[1]![1]!];
    if (labels === 'beside') expect(gap - 2 * radius).toBeGreaterThanOrEqual(60);
    else expect(below.y - above.y).toBeGreaterThanOrEqual(2 * radius + 30);
  });
});

it('has large units and names beside them where there is room', () => {
  const { radius, labels } = placeUnits(walkedOf(2, 2, 1), 900, 400);
  expect([radius, labels]).toEqual([21, 'beside']);
});
