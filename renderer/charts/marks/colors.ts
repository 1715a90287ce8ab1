// Colours as [red, green, blue], 0 to 255, for canvases that mix them per pixel. Tokens are written as #rrggbb.

export type Rgb = readonly [number, number, number];

export function rgbOf(token: string): Rgb {
  const digits = /^#([0-9a-f]{6})$/i.exec(token.trim())?.[1];
  if (!digits) return [128, 128, 128];
  return [0, 2, 4].map((at) => Number.parseInt(digits.slice(at, at + 2), 16)) as unknown as Rgb;
}

/** `share` of b in a. */
export function mixed(a: Rgb, b: Rgb, share: number): Rgb {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}

export function cssOf([r, g, b]: Rgb): string {
  return `rgb(${Math.round(r)} ${Math.round(g)} ${Math.round(b)})`;
}
