// Projects a box of unit size to the screen with a slight perspective; two angles rotate it. Pure geometry.

export interface Turn {
  /** Degrees around the vertical axis, and degrees above the horizon. */
  around: number;
  above: number;
}
export interface Seen {
  x: number;
  y: number;
  /** Larger values are nearer to the eye. */
  depth: number;
}

/** Distance of the eye from the middle of the box, in sides of the box. */
const eye = 3.4;

/** Projects a point of the box (-0.5..0.5 on each axis, z upwards) to pixels around (0, 0); the box is about `scale` pixels large. */
export function project(x: number, y: number, z: number, { around, above }: Turn, scale: number): Seen {
  const a = (around * Math.PI) / 180;
  const b = (above * Math.PI) / 180;
  const side = x * Math.cos(a) - y * Math.sin(a);
  const away = x * Math.sin(a) + y * Math.cos(a);
  const depth = -away * Math.cos(b) + z * Math.sin(b);
  const up = away * Math.sin(b) + z * Math.cos(b);
  const size = (scale * eye) / (eye - depth);
  return { x: side * size, y: -up * size, depth };
}

export function turned({ around, above }: Turn, dx: number, dy: number): Turn {
  return { around: (((around + dx) % 360) + 360) % 360, above: Math.min(88, Math.max(4, above + dy)) };
}
