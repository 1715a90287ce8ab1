// Where the points of a dependence lie on the drawing: numbers and dates at their value, levels side by side; the bars of the rows.
import type { Dependence } from '../../../app/contract/run/explanation.ts';
import { numbers } from '../../wording/numbers.ts';
import type { PlotLayout } from '../frame/plotLayout.ts';

type Points = Dependence['points'];

/** Places on the horizontal axis, ascending. */
export function placesOf(points: Points): number[] {
  return points.kind === 'levels' ? points.levels.map((_, k) => k) : points.at;
}

export function linePath(places: readonly number[], outputs: readonly number[], layout: PlotLayout): string {
  return places
    .map(
      (place, k) =>
        `${k === 0 ? 'M' : 'L'}${layout.x(place).toFixed(1)} ${layout.y(outputs[k] ?? 0).toFixed(1)}`,
    )
    .join('');
}

export interface Bar {
  x: number;
  width: number;
  height: number;
}

/** Bars of the rows, none for none. @param share of the plot's height for the highest one. */
export function binBars(points: Points, layout: PlotLayout, share: number): Bar[] {
  const counts = points.kind === 'levels' ? points.rows : points.bins;
  const most = counts.reduce((high, count) => Math.max(high, count), 1);
  const room = layout.innerHeight * share - 6;
  const half = 0.3;
  return counts.flatMap((count, k) => {
    if (count === 0) return [];
    const [from, to] =
      points.kind === 'levels' ? [k - half, k + half] : [points.edges[k] ?? 0, points.edges[k + 1] ?? 0];
    const left = Math.max(layout.left, layout.x(from));
    const right = Math.min(layout.left + layout.innerWidth, layout.x(to));
    return [{ x: left, width: Math.max(1, right - left - 1), height: Math.max(1, (count / most) * room) }];
  });
}

/** Days since 1970 as a date in the page's language. */
export function dayText(days: number): string {
  return new Intl.DateTimeFormat(numbers().locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(
    days * 86_400_000,
  );
}
