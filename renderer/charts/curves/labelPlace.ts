// Places a label near a point of a curve: at the nearest of some positions around the point that no curve passes through, or, where
// curves pass through all of them, at the one that they overlap least. Positions are in pixels, y downwards.

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}
/** A curve from left to right; null where it has a gap. */
export interface Line {
  x: ArrayLike<number>;
  y: ArrayLike<number | null>;
}
interface Placed {
  /** What is labelled. */
  x: number;
  y: number;
  /** Size of the label. */
  width: number;
  height: number;
  /** Vertical distance between the point and the label. */
  gap: number;
  within: Box;
  lines: readonly Line[];
}

/** Vertical distances from the nearest position, in heights of the label. */
const steps = [0, 1, 2, 3, 4, 6, 8];
/** Horizontal offsets from the point, in widths of the label. */
const sides = [0, -0.5, 0.5, -1, 1];

/** Upper left corner of the label, inside `within` where the label fits into it. */
export function labelPlace({ x, y, width, height, gap, within, lines }: Placed): {
  left: number;
  top: number;
} {
  let best = { left: x, top: y, passed: Number.POSITIVE_INFINITY };
  for (const step of steps) {
    for (const top of [y + gap + step * height, y - gap - (step + 1) * height]) {
      if (top < within.top || top + height > within.top + within.height) continue;
      for (const side of sides) {
        const most = within.left + within.width - width;
        const left = Math.max(within.left, Math.min(most, x + (side - 0.5) * width));
        const passed = lines.reduce((sum, line) => sum + lengthIn(line, { left, top, width, height }), 0);
        if (passed < best.passed) best = { left, top, passed };
        if (passed === 0) return best;
      }
    }
  }
  return best;
}

/** How much of the box's width a curve passes through. */
function lengthIn({ x, y }: Line, { left, top, width, height }: Box): number {
  let sum = 0;
  for (let k = 1; k < x.length; k++) {
    const [x1, x2, y1, y2] = [x[k - 1]!, x[k]!, y[k - 1], y[k]];
    if (x2 < left || x1 > left + width || y1 == null || y2 == null) continue;
    const slope = x2 > x1 ? (y2 - y1) / (x2 - x1) : 0;
    const [from, to] = [Math.max(left, x1), Math.min(left + width, x2)];
    const [a, b] = [y1 + slope * (from - x1), x2 > x1 ? y1 + slope * (to - x1) : y2];
    if (Math.max(a, b) >= top && Math.min(a, b) <= top + height) sum += Math.max(1, to - from);
  }
  return sum;
}
