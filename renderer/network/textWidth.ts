// How wide a text is when drawn, so that a name gets just the room it needs.
let context: CanvasRenderingContext2D | null = null;

/** Pixels in the interface's font at `size` pixels. */
function textWidth(text: string, size: number): number {
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return text.length * size * 0.55;
  context.font = `420 ${size}px ${getComputedStyle(document.body).fontFamily}`;
  return context.measureText(text).width;
}

export function widest(texts: readonly string[], size: number): number {
  return texts.reduce((wide, text) => Math.max(wide, textWidth(text, size)), 0);
}

/** The text itself, or as much of it as fits and an ellipsis. */
export function fitted(text: string, size: number, room: number): string {
  if (textWidth(text, size) <= room) return text;
  let length = text.length;
  while (length > 1 && textWidth(`${text.slice(0, length)}…`, size) > room) length--;
  return `${text.slice(0, length)}…`;
}
