// The losses of all epochs: training and validation, a ring at the epoch whose weights are kept, dotted lines where settings were
// changed. The axis is logarithmic where the largest loss is ten times the smallest.

import type { EpochRecord } from '../../../app/contract/run/training.ts';
import { curvePoints } from '../../charts/curves/curvePoints.ts';
import { type Line, labelPlace } from '../../charts/curves/labelPlace.ts';
import { linearBounds, logBounds, type Range } from '../../charts/frame/axis.ts';
import { countAxis, labelRoom, linearAxis, logAxis } from '../../charts/frame/plotAxis.ts';
import { type PlotLayout, plotLayout, usualLeft } from '../../charts/frame/plotLayout.ts';
import { m } from '../../paraglide/messages.js';
import { numbers } from '../../wording/numbers.ts';
import { at, type Markup, tag } from '../document/markup.ts';
import { axesOf, drawing, drawingWidth, estimatedWidth, legendOf } from './plotFrame.ts';

interface Shown {
  records: readonly EpochRecord[];
  /** Epoch whose weights are kept. */
  best: number | null;
  /** Epochs, with fractions, of the changes in mid-run. */
  changes: readonly number[];
  lossName: string;
}

const height = 280;
const logarithmicFrom = 10;

/** null before the first epoch. */
export function lossCurves({ records, best, changes, lossName }: Shown): Markup | null {
  const validated = records.some(({ validationLoss }) => validationLoss !== null);
  const lines = [
    Float64Array.from(records, ({ trainLoss }) => trainLoss),
    Float64Array.from(records, ({ validationLoss }) => validationLoss ?? Number.NaN),
  ];
  const epoch = Float64Array.from(records, (record) => record.epoch);
  const view = { begin: 0, end: records.length, columns: drawingWidth, smoothing: 'none' } as const;
  const curves = { length: records.length, epoch, lines };
  const whole = curvePoints(curves, { ...view, positive: false }).range;
  if (whole === null) return null;
  const log = whole[0] > 0 && whole[1] / whole[0] > logarithmicFrom;
  const points = curvePoints(curves, { ...view, positive: log });
  const write = (value: number) => numbers().measure(value);
  const y = log
    ? logAxis(logBounds(...whole), { write, name: lossName })
    : linearAxis(fromZero(whole), { write, name: lossName });
  const last = records.at(-1)!.epoch;
  const x = countAxis(last, { write: (value) => numbers().whole(value), name: m.chart_epoch() });
  const margin = { left: Math.max(usualLeft, labelRoom(y)), right: 20, top: 34 };
  const layout = plotLayout(drawingWidth, height, x.range, y.range, margin);
  const place = (value: number) => layout.y(log ? Math.log10(value) : value);
  const chosen = records.find((record) => record.epoch === best);
  const kept = chosen && { epoch: chosen.epoch, loss: chosen.validationLoss ?? chosen.trainLoss };
  const drawn = points.lines.map(({ raw }) => ({
    x: points.x.map((value) => layout.x(value)),
    y: raw.map((value) => (value === null ? null : place(value))),
  }));
  return drawing(
    described(records, kept, lossName),
    height,
    axesOf(layout, x, y),
    ...changes.map((change) => dotted(layout, change)),
    ...drawn.map((line, k) =>
      tag('path', { class: `curve ${k === 0 ? 'train' : 'validation'}`, d: pathOf(line) }),
    ),
    kept !== undefined && ringAt(layout, [layout.x(kept.epoch), place(kept.loss)], bestWords(kept), drawn),
    ...legend(validated, layout.width),
  );
}

function fromZero([low, high]: Range): Range {
  return linearBounds(Math.min(0, low), high);
}

function pathOf({ x, y }: { x: readonly number[]; y: readonly (number | null)[] }): string {
  let d = '';
  let open = false;
  y.forEach((value, k) => {
    if (value !== null) d += `${open ? 'L' : 'M'}${at(x[k]!)},${at(value)}`;
    open = value !== null;
  });
  return d;
}

function dotted(layout: PlotLayout, epoch: number): Markup {
  const x = at(layout.x(epoch));
  return tag('line', { class: 'change', x1: x, x2: x, y1: layout.top, y2: layout.top + layout.innerHeight });
}

/** The ring of the kept epoch, and its words where no curve passes through them, if there is such a place. */
function ringAt(layout: PlotLayout, [x, y]: [number, number], words: string, lines: readonly Line[]): Markup {
  const { left, top } = labelPlace({
    ...{ x, y, width: estimatedWidth(words), height: 16, gap: 8, lines },
    within: { left: layout.left, top: layout.top, width: layout.innerWidth, height: layout.innerHeight },
  });
  return tag(
    'g',
    {},
    tag('circle', { class: 'ring', cx: at(x), cy: at(y), r: 5 }),
    tag('text', { class: 'ink', x: at(left), y: at(top + 12) }, words),
  );
}

function legend(validated: boolean, width: number): Markup[] {
  const names = validated ? [m.chart_training(), m.chart_validation()] : [m.chart_training()];
  return legendOf(names, width - 20, (k, x) =>
    tag('line', { class: k === 1 ? 'validation' : 'train', x1: at(x), x2: at(x + 18), y1: 9, y2: 9 }),
  );
}

function bestWords({ epoch, loss }: { epoch: number; loss: number }): string {
  return m.chart_best({ loss: numbers().measure(loss), epoch: numbers().whole(epoch) });
}

function described(
  records: readonly EpochRecord[],
  kept: { epoch: number; loss: number } | undefined,
  lossName: string,
): string {
  const from = numbers().measure(records[0]!.trainLoss);
  const to = numbers().measure(records.at(-1)!.trainLoss);
  const curve = m.report_curve_described({ loss: lossName, from, to });
  return kept === undefined ? curve : `${curve} ${m.report_curve_best({ best: bestWords(kept) })}`;
}
