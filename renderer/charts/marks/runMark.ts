// How one of several runs looks: the colour of the class with its number, and a dash, so that colour is never alone.

import { classToken } from './classMark.ts';

const dashes = [[], [7, 4], [2, 3], [10, 3, 2, 3], [4, 2], [1, 4]];

export function runColor(index: number): string {
  return `var(${classToken(index)})`;
}

/** SVG's stroke-dasharray. */
export function runDash(index: number): string {
  const dash = runDashes(index);
  return dash.length === 0 ? 'none' : dash.join(' ');
}

/** A canvas's: lengths of strokes and gaps in turn, none for a whole line. */
export function runDashes(index: number): number[] {
  return dashes[index % dashes.length] ?? [];
}
