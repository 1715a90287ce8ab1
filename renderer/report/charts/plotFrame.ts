// The frame of a drawing with two axes, as markup: a faint grid, ticks with their labels, names at the ends. The geometry is that of the
// page's charts; only the width of text is estimated, since nothing is drawn here that could be measured.

import type { PlotAxis } from '../../charts/frame/plotAxis.ts';
import type { PlotLayout } from '../../charts/frame/plotLayout.ts';
import { fitted, placedLabels } from '../../charts/frame/textRoom.ts';
import { at, joined, type Markup, tag } from '../document/markup.ts';

/** Width of all drawings; they are scaled to the page. */
export const drawingWidth = 760;

/** Ems of a sign: Korean, Chinese and Japanese are square. */
function emsOf(sign: string): number {
  if (sign >= '\u1100') return 1;
  return /[mwMW@%]/.test(sign)
    ? 0.86
    : /[A-Z\d]/.test(sign)
      ? 0.62
      : /[iljt.,:;|!' ]/.test(sign)
        ? 0.32
        : 0.55;
}

/** In pixels, rather too wide than too narrow. */
export function estimatedWidth(text: string, size = 12): number {
  return [...text].reduce((sum, sign) => sum + emsOf(sign), 0) * size;
}

/** The text, or what of it fits, with the whole text as its tooltip. */
export function shortened(text: string, room: number, attributes: Parameters<typeof tag>[1]): Markup {
  const short = fitted(text, room, estimatedWidth);
  return tag('text', attributes, short === text ? null : tag('title', {}, text), short);
}

/** `name` says in words what the drawing shows: it is all that a screen reader reads of it. */
export function drawing(name: string, height: number, ...children: (Markup | null | false)[]): Markup {
  const title = tag('title', {}, name);
  const box = `0 0 ${drawingWidth} ${Math.ceil(height)}`;
  return tag('svg', { viewBox: box, role: 'img', 'aria-label': name }, title, ...children);
}

/** Names with their samples in one line above a plot, up to its right edge. @param sample drawn in 18 pixels from x. */
export function legendOf(
  names: readonly string[],
  right: number,
  sample: (index: number, x: number) => Markup,
): Markup[] {
  let end = right;
  const drawn: Markup[] = [];
  for (let k = names.length - 1; k >= 0; k--) {
    const from = end - estimatedWidth(names[k]!) - 24;
    end = from - 18;
    drawn.push(sample(k, from), tag('text', { class: 'soft', x: at(from + 24), y: 13 }, names[k]!));
  }
  return drawn;
}

export function axesOf(layout: PlotLayout, x: PlotAxis, y: PlotAxis): Markup {
  const right = layout.left + layout.innerWidth;
  const foot = layout.top + layout.innerHeight;
  const rows = y.ticks(layout.innerHeight / 32).flatMap((tick) => [
    tag('line', {
      class: 'grid',
      x1: layout.left,
      x2: right,
      y1: at(layout.y(tick)),
      y2: at(layout.y(tick)),
    }),
    tag('text', { x: layout.left - 7, y: at(layout.y(tick) + 4), 'text-anchor': 'end' }, y.write(tick)),
  ]);
  const ticks = x.ticks(layout.innerWidth / 52);
  const marks = ticks.map((tick) =>
    tag('line', { class: 'axis', x1: at(layout.x(tick)), x2: at(layout.x(tick)), y1: foot, y2: foot + 4 }),
  );
  const labels = placedLabels(
    ticks.map((tick) => ({ x: layout.x(tick), text: x.write(tick) })),
    layout.width,
    (text) => estimatedWidth(text),
  ).map((label) => tag('text', { x: at(label.x), y: foot + 17, 'text-anchor': 'middle' }, label.text));
  const line = tag('line', { class: 'axis', x1: layout.left, x2: right, y1: foot, y2: foot });
  return joined([
    ...[...rows, ...marks, ...labels, line],
    y.name !== '' && shortened(y.name, layout.width - 4, { class: 'soft', x: 2, y: 13 }),
    x.name !== '' &&
      shortened(x.name, right, { class: 'soft', x: right, y: layout.height - 4, 'text-anchor': 'end' }),
  ]);
}
