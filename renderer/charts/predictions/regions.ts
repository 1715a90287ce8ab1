// Predictions over two features as a picture with one pixel per grid point. Classes: the colour of the most probable class, paler
// the lower its probability. Numbers: a ramp from the background's colour (smallest) to the text's colour (largest). Signed values:
// orange, grey, blue. The canvas enlarges the picture and smooths it.

import type { PlotLayout } from '../frame/plotLayout.ts';
import { mixed, type Rgb } from '../marks/colors.ts';

/** Share of a class's colour in its region where its probability is 1. */
const surest = 0.36;
/** Share of the text's colour in the shade of the largest number. */
export const darkest = 0.62;

export interface Picture {
  width: number;
  height: number;
  /** Row by row from the top. */
  pixels: Uint8ClampedArray<ArrayBuffer>;
}

function picture(width: number, height: number, color: (point: number) => Rgb): Picture {
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      // The grid's first row is at the smallest y, the picture's first row at the top.
      const [r, g, b] = color((height - 1 - row) * width + column);
      const at = (row * width + column) * 4;
      pixels[at] = r;
      pixels[at + 1] = g;
      pixels[at + 2] = b;
      pixels[at + 3] = 255;
    }
  }
  return { width, height, pixels };
}

/** Index of the most probable class, and how far its probability is above that of equal classes (0) towards 1 (1). */
export function surenessAt(
  values: Float32Array,
  classes: number,
  point: number,
): { best: number; sure: number } {
  let best = 0;
  for (let k = 1; k < classes; k++)
    if (values[point * classes + k]! > values[point * classes + best]!) best = k;
  const even = 1 / classes;
  return { best, sure: (values[point * classes + best]! - even) / (1 - even) };
}

export function classRegions(
  values: Float32Array,
  [width, height]: [number, number],
  colors: readonly Rgb[],
  page: Rgb,
): Picture {
  const classes = colors.length;
  return picture(width, height, (point) => {
    const { best, sure } = surenessAt(values, classes, point);
    return Number.isFinite(sure) ? mixed(page, colors[best]!, surest * Math.sqrt(Math.max(0, sure))) : page;
  });
}

/** Colour of `value` on the ramp from `low` to `high`; `page` where it is not finite. */
export function rampColor(value: number, low: number, high: number, page: Rgb, ink: Rgb): Rgb {
  const share = high > low ? (value - low) / (high - low) : 0.5;
  return Number.isFinite(share) ? mixed(page, ink, darkest * Math.min(1, Math.max(0, share))) : page;
}

/** @param output index of the drawn value among the `outputs` values of each point. */
export function numberRamp(
  values: Float32Array,
  [width, height]: [number, number],
  { outputs, output }: { outputs: number; output: number },
  [low, high]: readonly [number, number],
  { page, ink }: { page: Rgb; ink: Rgb },
): Picture {
  return picture(width, height, (point) =>
    rampColor(values[point * outputs + output]!, low, high, page, ink),
  );
}

/** Colours that are symmetric about 0; `largest` is the absolute value with the full colour. */
export function signedMap(
  values: Float32Array,
  [width, height]: [number, number],
  { outputs, output }: { outputs: number; output: number },
  largest: number,
  { positive, negative, zero }: { positive: Rgb; negative: Rgb; zero: Rgb },
): Picture {
  return picture(width, height, (point) => {
    const value = values[point * outputs + output]!;
    if (!Number.isFinite(value) || largest === 0) return zero;
    return mixed(zero, value > 0 ? positive : negative, Math.min(1, Math.abs(value) / largest));
  });
}

let small: HTMLCanvasElement | null = null;

/** Draws the picture, smoothed, over a rectangle of the canvas. */
export function drawPicture(
  context: CanvasRenderingContext2D,
  { width, height, pixels }: Picture,
  { left, top, innerWidth, innerHeight }: Pick<PlotLayout, 'left' | 'top' | 'innerWidth' | 'innerHeight'>,
): void {
  small ??= document.createElement('canvas');
  small.width = width;
  small.height = height;
  small.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  // Outer grid points lie on the plot's edges, but a pixel's centre is half a pixel inside the picture: enlarge it by that.
  const [dx, dy] = [innerWidth / (width - 1), innerHeight / (height - 1)];
  context.save();
  context.beginPath();
  context.rect(left, top, innerWidth, innerHeight);
  context.clip();
  context.drawImage(small, left - dx / 2, top - dy / 2, innerWidth + dx, innerHeight + dy);
  context.restore();
}
