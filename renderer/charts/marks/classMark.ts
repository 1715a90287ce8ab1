// How a class looks in every chart: a colour and a shape, always beside its name. The first four colours stay
// apart for all eyes; from the fifth on the shapes carry the difference. From the ninth class on both repeat.

const kinds = 8;

/** The token of the colour of the class with this index. */
export function classToken(index: number): string {
  return `--class-${(index % kinds) + 1}`;
}

/** CSS colour of the class with this index. */
export function classColor(index: number): string {
  return `var(${classToken(index)})`;
}

/** SVG path of the mark centred on (x, y); `size` is about its radius in pixels. */
export function classShape(index: number, x: number, y: number, size: number): string {
  switch (index % kinds) {
    case 0:
      return circle(x, y, size);
    case 1:
      return polygon(x, y + size * 0.15, size * 1.32, 3, -90);
    case 2:
      return polygon(x, y, size * 1.27, 4, -45);
    case 3:
      return polygon(x, y, size * 1.35, 4, -90);
    case 4:
      return polygon(x, y - size * 0.15, size * 1.32, 3, 90);
    case 5:
      return star(x, y, size * 1.45, 5, 0.45);
    case 6:
      return polygon(x, y, size * 1.2, 6, -90);
    default:
      return star(x, y, size * 1.4, 4, 0.42);
  }
}

export function circle(x: number, y: number, radius: number): string {
  const r = round(radius);
  return `M${round(x - radius)},${round(y)}a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0z`;
}

function polygon(x: number, y: number, radius: number, corners: number, startDegrees: number): string {
  return outline(x, y, corners, startDegrees, () => radius);
}

function star(x: number, y: number, radius: number, points: number, inner: number): string {
  return outline(x, y, points * 2, -90, (i) => (i % 2 === 0 ? radius : radius * inner));
}

function outline(x: number, y: number, corners: number, startDegrees: number, radius: (i: number) => number) {
  const points = Array.from({ length: corners }, (_, i) => {
    const angle = ((startDegrees + (i * 360) / corners) * Math.PI) / 180;
    return `${round(x + radius(i) * Math.cos(angle))},${round(y + radius(i) * Math.sin(angle))}`;
  });
  return `M${points.join('L')}z`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
