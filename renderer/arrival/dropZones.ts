// Where files can be dropped: anywhere to open them, and on the split to make their rows one of its parts. The split's box is divided
// into one zone for each part.

import { type Part, parts } from '../../app/contract/run/parts.ts';

export interface DropZone {
  part: Part;
  left: number;
  top: number;
  width: number;
  height: number;
}

type Box = Pick<DOMRect, 'left' | 'top' | 'width' | 'height'>;

/** Lower than this a zone is hard to hit. */
const least = 40;

/** The part of `box` that is inside the window, in rows of equal height; none where too little of it is. */
export function dropZones(box: Box, window: { width: number; height: number }): DropZone[] {
  const top = Math.max(0, box.top);
  const left = Math.max(0, box.left);
  const width = Math.min(window.width, box.left + box.width) - left;
  const height = (Math.min(window.height, box.top + box.height) - top) / parts.length;
  if (height < least || width < least) return [];
  return parts.map((part, k) => ({ part, left, top: top + k * height, width, height }));
}

export function zoneAt(zones: readonly DropZone[], x: number, y: number): DropZone | null {
  const holds = ({ left, top, width, height }: DropZone) =>
    x >= left && x < left + width && y >= top && y < top + height;
  return zones.find(holds) ?? null;
}
