// Pointing at a chart: the pointer's position in it (CSS pixels), the nearest drawn item, and how far an arrow key moves.

/** In CSS pixels from the chart's upper left corner. */
export interface Spot {
  x: number;
  y: number;
}

export function spotOf(event: PointerEvent): Spot {
  const { left, top } = (event.currentTarget as Element).getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}

/** What is nearest to a spot and not farther than `reach` pixels; null: nothing is. */
export function nearestWithin<T>(
  things: Iterable<T>,
  at: (thing: T) => Spot,
  spot: Spot,
  reach: number,
): T | null {
  let nearest: T | null = null;
  let least = reach;
  for (const thing of things) {
    const { x, y } = at(thing);
    const away = Math.hypot(x - spot.x, y - spot.y);
    if (away > least) continue;
    least = away;
    nearest = thing;
  }
  return nearest;
}

/** Index of the nearest of some values; the first of two that are as near, -1 where there are none. */
export function nearestIndex(values: readonly number[], to: number): number {
  let nearest = -1;
  for (const [i, value] of values.entries())
    if (nearest < 0 || Math.abs(value - to) < Math.abs(values[nearest]! - to)) nearest = i;
  return nearest;
}

const arrows: Record<string, readonly [number, number] | undefined> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** Percent of both axes that an arrow key goes, ten with Shift; null for other keys. */
export function arrowStep(event: KeyboardEvent): [right: number, up: number] | null {
  const arrow = arrows[event.key];
  if (!arrow || event.ctrlKey || event.metaKey || event.altKey) return null;
  const percent = event.shiftKey ? 10 : 2;
  return [arrow[0] * percent, arrow[1] * percent];
}

/** A position on an axis, moved by a percentage of the axis; starts from the middle where there was none. */
export function movedAlong(
  { from, to }: { from: number; to: number },
  at: number | null | undefined,
  percent: number,
): number {
  const next = (at ?? (from + to) / 2) + ((to - from) * percent) / 100;
  return Math.min(to, Math.max(from, next));
}
