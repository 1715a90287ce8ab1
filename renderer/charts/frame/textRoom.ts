// Measures text in the page's font and fits it into a drawing: names are cut off with an ellipsis, tick labels are moved inside the
// drawing, and labels that would touch are left out. Widths are in CSS pixels.

/** Space between two labels. */
const gap = 8;

let context: CanvasRenderingContext2D | null = null;
let font = '';

/** @param size font size in CSS pixels. */
export function textWidth(text: string, size = 12): number {
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return text.length * size * 0.6;
  font ||= getComputedStyle(document.body).fontFamily;
  context.font = `420 ${size}px ${font}`;
  // The page shows tabular figures, in which every digit is as wide as a 0; a canvas does not.
  return context.measureText(text.replace(/\d/g, '0')).width;
}

type Measure = (text: string) => number;

/** The text, or its longest beginning that fits with an ellipsis. */
export function fitted(text: string, room: number, width: Measure = textWidth): string {
  if (width(text) <= room) return text;
  const signs = [...new Intl.Segmenter().segment(text.slice(0, 400))].map(({ segment }) => segment);
  let [fits, tooLong] = [0, signs.length];
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (width(`${signs.slice(0, middle).join('')}…`) <= room) fits = middle;
    else tooLong = middle;
  }
  return `${signs.slice(0, fits).join('').trimEnd()}…`;
}

export interface PlacedLabel {
  text: string;
  /** Position of the label's middle. */
  x: number;
}

/** Labels side by side between 0 and `room`: all of them, or every second, third, ... so that none touches the next. */
export function placedLabels(
  labels: readonly PlacedLabel[],
  room: number,
  width: Measure = (text) => textWidth(text, 11),
): PlacedLabel[] {
  const all = labels.map(({ text, x }) => {
    const half = width(text) / 2;
    return { text, half, x: Math.max(half, Math.min(room - half, x)) };
  });
  for (let every = 1; every < all.length; every++) {
    const some = all.filter((_, k) => k % every === 0);
    const touching = some.some(
      ({ x, half }, k) => k > 0 && x - half - gap < some[k - 1]!.x + some[k - 1]!.half,
    );
    if (!touching) return some;
  }
  return all.slice(0, 1);
}
