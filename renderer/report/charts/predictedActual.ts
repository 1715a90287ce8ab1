// Each row as a point: the actual value to the right, the prediction upwards. On the dashed line the prediction is exact.

import type { Unit } from '../../../app/contract/table/unit.ts';
import { boundsAround } from '../../charts/frame/axis.ts';
import { labelRoom, linearAxis } from '../../charts/frame/plotAxis.ts';
import { plotLayout, usualLeft } from '../../charts/frame/plotLayout.ts';
import { type Point, pointsPath } from '../../charts/scores/errorPoints.ts';
import { m } from '../../paraglide/messages.js';
import { measuredIn } from '../../wording/inUnits.ts';
import { numbers } from '../../wording/numbers.ts';
import { at, type Markup, tag } from '../document/markup.ts';
import { axesOf, drawing, drawingWidth, legendOf } from './plotFrame.ts';

const height = 380;

/** @param points [actual, predicted]. */
export function predictedActual(
  name: string,
  unit: Unit | undefined,
  points: readonly Point[],
): Markup | null {
  if (points.length === 0) return null;
  const bounds = boundsAround(points.flat());
  const write = measuredIn(unit, 4);
  const x = linearAxis(bounds, { write, name: m.chart_actual_of({ name }), count: 5 });
  const y = linearAxis(bounds, { write, name: m.chart_predicted_of({ name }), count: 5 });
  const margin = { left: Math.max(usualLeft, labelRoom(y)), right: 40 };
  const layout = plotLayout(drawingWidth, height, x.range, y.range, margin);
  const exact = {
    x1: at(layout.x(bounds[0])),
    y1: at(layout.y(bounds[0])),
    x2: at(layout.x(bounds[1])),
    y2: at(layout.y(bounds[1])),
  };
  return drawing(
    m.chart_predicted_actual_described({ count: numbers().whole(points.length), name }),
    height,
    axesOf(layout, x, y),
    ...legendOf([m.chart_too_high(), m.chart_too_low()], drawingWidth - margin.right, (k, x) =>
      tag('circle', { class: k === 0 ? 'high' : 'low', cx: at(x + 14), cy: 9, r: 4 }),
    ),
    tag('line', { class: 'exact', ...exact }),
    tag('path', { class: 'high', d: pointsPath(points, 'diagonal', true, layout) }),
    tag('path', { class: 'low', d: pointsPath(points, 'diagonal', false, layout) }),
  );
}
