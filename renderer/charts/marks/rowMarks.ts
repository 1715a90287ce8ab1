// Rows as marks on a canvas: a class by its colour and shape, filled for a training row, hollow for a validation
// row; a wrong prediction has a ring, and so has a row that is pointed out. A mark's outline is made once and moved to each row.

import { classShape } from './classMark.ts';

export interface RowMark {
  x: number;
  y: number;
  /** Index of the class, which decides the shape; -1 is a plain circle. */
  kind: number;
  color: string;
  hollow: boolean;
  wrong: boolean;
  /** Whether it has a ring as a row of the step that is shown, or as one that is pointed out. */
  ringed: boolean;
  /** Opacity, 0..1. */
  strength: number;
}

const size = 3.6;
const ringSize = 7.5;
/** Rings of more rows than these are thin and faint: they would cover the rows that they go around. */
const manyRings = 100;
/** Of a row of the batch, or one that is pointed out; around the other ring where there is one. */
const batchRing = { own: 6.5, around: 10.5 };
const outlines = new Map<number, Path2D>();

function outlineOf(kind: number): Path2D {
  let path = outlines.get(kind);
  if (!path) {
    path = new Path2D(classShape(Math.max(0, kind), 0, 0, size));
    outlines.set(kind, path);
  }
  return path;
}

export function drawMarks(
  context: CanvasRenderingContext2D,
  marks: readonly RowMark[],
  { page, ink, accent }: { page: string; ink: string; accent: string },
): void {
  for (const { x, y, kind, color, hollow, strength } of marks) {
    const outline = outlineOf(kind);
    context.save();
    context.translate(x, y);
    context.globalAlpha = strength;
    context.fillStyle = hollow ? page : color;
    context.strokeStyle = hollow ? color : page;
    context.lineWidth = hollow ? 1.6 : 0.8;
    context.fill(outline);
    context.stroke(outline);
    context.restore();
  }
  context.save();
  context.strokeStyle = ink;
  const many = marks.reduce((count, { wrong }) => count + Number(wrong), 0) > manyRings;
  context.lineWidth = many ? 0.9 : 1.3;
  for (const { x, y, wrong, strength } of marks) {
    if (!wrong) continue;
    context.globalAlpha = many ? strength / 2 : strength;
    context.beginPath();
    context.arc(x, y, ringSize, 0, 2 * Math.PI);
    context.stroke();
  }
  context.strokeStyle = accent;
  context.lineWidth = 1.8;
  for (const { x, y, wrong, ringed, strength } of marks) {
    if (!ringed) continue;
    context.globalAlpha = strength;
    context.beginPath();
    context.arc(x, y, wrong ? batchRing.around : batchRing.own, 0, 2 * Math.PI);
    context.stroke();
  }
  context.restore();
}
