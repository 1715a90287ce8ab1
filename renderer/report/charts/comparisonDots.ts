// A few named values on one scale, with intervals where there are any: the network beside the simple models.

import { linearBounds } from '../../charts/frame/axis.ts';
import { linearAxis, rowsAxis } from '../../charts/frame/plotAxis.ts';
import { plotLayout } from '../../charts/frame/plotLayout.ts';
import { isolated } from '../../wording/isolated.ts';
import { numbers } from '../../wording/numbers.ts';
import type { comparisonChart } from '../../wording/results/comparisonChart.ts';
import { at, type Markup, tag } from '../document/markup.ts';
import { axesOf, drawing, drawingWidth, shortened } from './plotFrame.ts';

type Compared = NonNullable<ReturnType<typeof comparisonChart>>;

const margin = { left: 176, right: 44, top: 8, bottom: 26 };
const pitch = 36;

export function comparisonDots({ name, range, write, rows }: Compared): Markup {
  const x = linearAxis(linearBounds(range[0], range[1], 5), { write, count: 5 });
  const height = margin.top + rows.length * pitch + margin.bottom;
  const layout = plotLayout(drawingWidth, height, x.range, [rows.length, 0], margin);
  const right = layout.left + layout.innerWidth;
  const values = rows.map((row) => `${isolated(row.name)} ${write(row.value)}`);
  return drawing(
    `${name}: ${numbers().list(values)}`,
    height,
    axesOf(layout, x, rowsAxis(rows.length)),
    ...rows.map(({ name, value, interval, main }, k) => {
      const y = at(layout.y(k + 0.6));
      return tag(
        'g',
        {},
        shortened(name, margin.left - 20, {
          class: 'soft',
          x: layout.left - 14,
          y: y + 4,
          'text-anchor': 'end',
        }),
        tag('line', { class: 'grid', x1: layout.left, x2: right, y1: y, y2: y }),
        interval !== null &&
          tag('line', {
            class: 'interval',
            x1: at(layout.x(interval[0])),
            x2: at(layout.x(interval[1])),
            y1: y,
            y2: y,
          }),
        tag('circle', { class: main ? 'accent' : 'plain', cx: at(layout.x(value)), cy: y, r: 5 }),
        tag(
          'text',
          { class: 'ink bold', x: at(layout.x(value)), y: y - 10, 'text-anchor': 'middle' },
          write(value),
        ),
      );
    }),
  );
}
