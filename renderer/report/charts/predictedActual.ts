// Each row as a point: the actual value to the right, the prediction upwards. On the dashed line the prediction is exact.

import type { Unit } from '../../../app/contract/table/unit.ts';
import { linearBounds } from '../../charts/frame/axis.ts';
import { labelRoom, linearAxis } from '../../charts/frame/plotAxis.ts';
import { plotLayout, usualLeft } from '../../charts/frame/plotLayout.ts';
import { circle } from '../../charts/marks/classMark.ts';
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
  points: readonly (readonly [number, number])[],
): Markup | null {
  if (points.length === 0) return null;
  const values = points.flat();
  const low = values.reduce((least, value) => Math.min(least, value));
  const high = values.reduce((most, value) => Math.max(most, value));
  const bounds = linearBounds(low, high, 5);
  const write = measuredIn(unit, 4);
  const x = linearAxis(bounds, { write, name: m.chart_actual_of({ name }), count: 5 });
  const y = linearAxis(bounds, { write, name: m.chart_predicted_of({ name }), count: 5 });
  const margin = { left: Math.max(usualLeft, labelRoom(y)), right: 40 };
  const layout = plotLayout(drawingWidth, height, x.range, y.range, margin);
  const radius = points.length > 600 ? 2 : 3;
  const path = (keep: (actual: number, predicted: number) => boolean) =>
    points
      .filter(([actual, predicted]) => keep(actual, predicted))
      .map(([actual, predicted]) => circle(layout.x(actual), layout.y(predicted), radius))
      .join('');
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
    tag('path', { class: 'high', d: path((actual, predicted) => predicted >= actual) }),
    tag('path', { class: 'low', d: path((actual, predicted) => predicted < actual) }),
  );
}
