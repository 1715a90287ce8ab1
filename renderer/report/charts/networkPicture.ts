// The network as a small drawing: units as circles, large layers as bars, threads between them, names where they fit.

import type { Report } from '../../../app/contract/report.ts';
import { barWidth, edgesOf, endsOf, type Layout, layOut, notches, pitchOf } from '../../network/layout.ts';
import { m } from '../../paraglide/messages.js';
import { counts } from '../../wording/counts.ts';
import { layerName } from '../../wording/layerNames.ts';
import { numbers } from '../../wording/numbers.ts';
import { at, type Markup, tag } from '../document/markup.ts';
import { drawing, drawingWidth, shortened } from './plotFrame.ts';

const height = 250;
const box = { width: drawingWidth, height, left: 190, right: 170, top: 14, bottom: 34 };
/** More would only make the file large. */
const mostEdges = 600;
const namePitch = 12;

export function networkPicture({ inputs, layers, outputs }: Report['network'], classes: boolean): Markup {
  const shapes = [{ units: inputs.length }, ...layers];
  const layout = layOut(shapes, box);
  const shape = shapes.map(({ units }) => numbers().whole(units)).join(' → ');
  // One output of two classes is the probability of the second.
  const shown = classes && layers.at(-1)?.units === 1 ? outputs.slice(1) : outputs;
  return drawing(
    m.network_described({ shape }),
    height,
    tag('path', { class: 'edge', d: edgePath(shapes, layout) }),
    ...layout.columns.flatMap((_, k) => columnOf(layout, k, shapes[k]!.units)),
    ...layout.columns.map(({ x }, k) =>
      shortened(footOf(k, shapes.length, shapes[k]!.units), Math.max(70, layout.gap - 8), {
        class: 'soft',
        x: at(x),
        y: height - 6,
        'text-anchor': 'middle',
      }),
    ),
    ...namesBeside(layout, 0, inputs, -1),
    ...namesBeside(layout, layout.columns.length - 1, shown, 1),
  );
}

function footOf(column: number, columns: number, units: number): string {
  const count = numbers().whole(units);
  return column === 0 ? counts.inputs(units) : `${layerName(column - 1, columns - 1)} · ${count}`;
}

function edgePath(shapes: { units: number }[], layout: Layout): string {
  return edgesOf(shapes, layout, () => null, mostEdges)
    .map((edge) => {
      const { x1, y1, x2, y2 } = endsOf(edge, layout);
      const middle = at((x1 + x2) / 2);
      return `M${at(x1)},${at(y1)}C${middle},${at(y1)} ${middle},${at(y2)} ${at(x2)},${at(y2)}`;
    })
    .join('');
}

function columnOf({ columns, radius }: Layout, index: number, units: number): Markup[] {
  const { x, ys, bar } = columns[index]!;
  if (bar === null)
    return ys.map((y) => tag('circle', { class: 'unit', cx: at(x), cy: at(y), r: at(radius) }));
  const shape = {
    x: at(x - barWidth / 2),
    y: at(bar.top),
    width: barWidth,
    height: at(bar.bottom - bar.top),
    rx: 3,
  };
  return [
    tag('rect', { class: 'unit', ...shape }),
    tag('path', { class: 'axis', d: notches(x, bar, units) }),
  ];
}

function namesBeside(
  { columns, radius }: Layout,
  index: number,
  names: readonly string[],
  side: 1 | -1,
): Markup[] {
  const { x, ys } = columns[index]!;
  if (ys.length === 0 || pitchOf(ys) < namePitch) return [];
  const room = (side < 0 ? box.left : box.right) - radius - 12;
  return ys.map((y, k) =>
    shortened(names[k] ?? '', room, {
      class: 'soft',
      x: at(x + side * (radius + 7)),
      y: at(y + 4),
      'text-anchor': side < 0 ? 'end' : 'start',
    }),
  );
}
