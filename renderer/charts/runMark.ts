// How one of several runs looks: a colour and a dash, so that colour is never alone.
import { classColor } from './classMark.ts';

const dashes = ['none', '7 4', '2 3', '10 3 2 3', '4 2', '1 4'];

export function runColor(place: number): string {
  return classColor(place);
}

/** SVG's stroke-dasharray. */
export function runDash(place: number): string {
  return dashes[place % dashes.length] ?? 'none';
}
