// How a class is told from the rest over all thresholds: the ROC curve and, beside it, precision against recall.

import type { RankedCurves } from '../../../app/contract/run/curves.ts';
import { linearAxis } from '../../charts/frame/plotAxis.ts';
import { type PlotLayout, plotLayout, usualLeft } from '../../charts/frame/plotLayout.ts';
import { m } from '../../paraglide/messages.js';
import { numbers } from '../../wording/numbers.ts';
import { at, joined, type Markup, tag } from '../document/markup.ts';
import { axesOf, drawing, drawingWidth, shortened } from './plotFrame.ts';

type Curves = Pick<RankedCurves, 'roc' | 'precisionRecall' | 'rocAuc' | 'averagePrecision'>;
type Points = RankedCurves['roc'];

const height = 320;
const gap = 40;

export function classCurves(
  name: string,
  { roc, precisionRecall, rocAuc, averagePrecision }: Curves,
): Markup {
  const half = drawingWidth / 2;
  const area = (value: number) => numbers().fixed(value, 3);
  const title = m.report_class_curves_described({
    class: name,
    roc: area(rocAuc),
    pr: area(averagePrecision),
  });
  return drawing(
    title,
    height,
    panel(
      { left: usualLeft, right: half + gap / 2 },
      { title: `${m.curve_roc()}, ${m.curve_area({ area: area(rocAuc) })}`, x: m.curve_false_positive() },
      (layout) => joined([diagonal(layout), curve(layout, roc, false)]),
    ),
    panel(
      { left: half + gap / 2 + usualLeft, right: 14 },
      {
        title: `${m.curve_pr()}, ${m.curve_area({ area: area(averagePrecision) })}`,
        x: m.metric_recall(),
      },
      (layout) => curve(layout, precisionRecall, true),
    ),
  );
}

function panel(
  margin: { left: number; right: number },
  words: { title: string; x: string },
  draw: (layout: PlotLayout) => Markup,
): Markup {
  const write = (value: number) => numbers().percent(value);
  const axis = (name: string) => linearAxis([0, 1], { write, name, count: 5 });
  const layout = plotLayout(drawingWidth, height, [0, 1], [0, 1], margin);
  return joined([
    axesOf(layout, axis(words.x), axis('')),
    shortened(words.title, layout.innerWidth, { class: 'ink bold', x: layout.left, y: 13 }),
    draw(layout),
  ]);
}

function diagonal(layout: PlotLayout): Markup {
  const ends = { x1: at(layout.x(0)), y1: at(layout.y(0)), x2: at(layout.x(1)), y2: at(layout.y(1)) };
  return tag('line', { class: 'exact', ...ends });
}

/** @param steps the height of a point holds from the point before it. */
function curve(layout: PlotLayout, points: Points, steps: boolean): Markup {
  const d = points
    .map(([x, y], k) => {
      const [px, py] = [at(layout.x(x)), at(layout.y(y))];
      if (k === 0) return steps ? `M${at(layout.x(0))},${py}H${px}` : `M${px},${py}`;
      return steps ? `V${py}H${px}` : `L${px},${py}`;
    })
    .join('');
  return tag('path', { class: 'curve validation', d });
}
