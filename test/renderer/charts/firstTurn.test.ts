// From which side a surface is first seen.
import { expect, test } from 'vitest';
import { firstTurn } from '../../../renderer/charts/predictions/firstTurn.ts';
import { project } from '../../../renderer/charts/predictions/space.ts';

const places = [-0.5, 0, 0.5];

test.each([
  [-0.4, -0.4],
  [0.4, 0.4],
  [0.4, -0.4],
  [-0.4, 0.4],
  [0, 0],
])('a plane that rises by %s and %s over the box is a surface and not a line', (alongX, alongY) => {
  const rows = places.flatMap((x) => places.map((y) => ({ x, y, truth: alongX * x + alongY * y })));
  const turn = firstTurn(rows);
  const [a, b, c, d] = [
    [-0.5, -0.5],
    [0.5, -0.5],
    [0.5, 0.5],
    [-0.5, 0.5],
  ].map(([x, y]) => project(x!, y!, alongX * x! + alongY * y!, turn, 100));
  const cross = (p: typeof a, q: typeof a, r: typeof a) =>
    (q!.x - p!.x) * (r!.y - p!.y) - (q!.y - p!.y) * (r!.x - p!.x);
  // Of 100 x 100 pixels, a level plane seen from 24 degrees above the horizon covers sin(24 degrees) = 41 %.
  expect(Math.abs(cross(a, b, c) + cross(a, c, d)) / 2).toBeGreaterThan(3_500);
});

test('without rows it is seen as every surface is', () => {
  expect(firstTurn([])).toEqual({ around: 32, above: 24 });
});
