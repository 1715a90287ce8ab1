// The confusion matrix as a drawing: a row for each true class, a column for each predicted one. The diagonal is right, the rest
// wrong; stronger for a larger share of the true class. Counts are written where cells have room, names while they fit; of many classes
// only cells with rows are drawn, a few paths for all of them.

import { type Confusion, cellStrength } from '../../charts/scores/confusion.ts';
import { m } from '../../paraglide/messages.js';
import { counts as counted } from '../../wording/counts.ts';
import { numbers } from '../../wording/numbers.ts';
import { at, type Markup, tag } from '../document/markup.ts';
import { drawing, drawingWidth, shortened } from './plotFrame.ts';

const nameRoom = 150;
const headRoom = 44;
const largestCell = 96;
/** Height of a cell where there is room for all. */
const lowCell = 46;
/** Side of a matrix without names. */
const plainSide = 460;
/** Smallest cells, in pixels, with counts in them, and with a name at each row. */
const withCount = 26;
const withName = 11;
/** Shades of the small cells. */
const shades = 5;

interface Cells {
  left: number;
  top: number;
  width: number;
  height: number;
  gap: number;
}

export function confusionMatrix(classes: readonly string[], confusion: Confusion): Markup {
  const cells = cellsOf(classes.length);
  const right = classes.reduce((sum, _, k) => sum + confusion.at(k, k), 0);
  const all = confusion.actual.reduce((sum, rows) => sum + rows, 0);
  const described = m.report_matrix_described({ right: numbers().whole(right), rows: counted.rows(all) });
  return drawing(
    described,
    cells.top + classes.length * cells.height + 6,
    tag('text', { class: 'soft', x: 0, y: 14 }, `${m.chart_true()} ↓ ${m.chart_predicted()} →`),
    ...(cells.width < withCount
      ? smallCells(confusion, cells)
      : classes.flatMap((_, actual) => classes.map((_, k) => cellOf(confusion, actual, k, cells)))),
    ...(cells.height < withName ? [] : namesOf(classes, cells)),
  );
}

function cellsOf(classes: number): Cells {
  const named = (drawingWidth - nameRoom) / Math.max(1, classes);
  if (named < withName) {
    const side = plainSide / classes;
    return { left: 0, top: 24, width: side, height: side, gap: 0 };
  }
  const width = Math.min(largestCell, named);
  return { left: nameRoom, top: headRoom, width, height: Math.min(width, lowCell), gap: width > 12 ? 2 : 0 };
}

function cellOf(
  confusion: Confusion,
  actual: number,
  predicted: number,
  { left, top, width, height, gap }: Cells,
): Markup {
  const isRight = actual === predicted;
  const count = confusion.at(actual, predicted);
  const kind = count === 0 ? 'none' : isRight ? 'right' : 'wrong';
  const opacity = count === 0 ? 1 : cellStrength(confusion.share(actual, predicted, 'row'), isRight);
  const [x, y] = [left + predicted * width, top + actual * height];
  const box = { x: at(x), y: at(y), width: at(width - gap), height: at(height - gap) };
  const middle = { x: at(x + (width - gap) / 2), y: at(y + (height - gap) / 2 + 4), 'text-anchor': 'middle' };
  return tag(
    'g',
    {},
    tag('rect', { class: kind, ...box, 'fill-opacity': at(opacity) }),
    tag('text', { class: count === 0 ? null : 'ink', ...middle }, numbers().compact(count)),
  );
}

function smallCells(confusion: Confusion, { left, top, width, height }: Cells): Markup[] {
  const paths = new Map<string, string>();
  for (const [actual, predicted] of confusion.cells) {
    const shade = Math.ceil(confusion.share(actual, predicted, 'row') * shades);
    const key = `${actual === predicted ? 'right' : 'wrong'} ${shade}`;
    const box = `M${at(left + predicted * width)},${at(top + actual * height)}h${at(width)}v${at(height)}h${at(-width)}z`;
    paths.set(key, (paths.get(key) ?? '') + box);
  }
  const ground = {
    x: left,
    y: top,
    width: at(confusion.classes * width),
    height: at(confusion.classes * height),
  };
  return [
    tag('rect', { class: 'none', ...ground }),
    ...[...paths].map(([key, d]) => {
      const [kind, shade] = key.split(' ');
      return tag('path', { class: kind, 'fill-opacity': at(0.25 + (0.75 * Number(shade)) / shades), d });
    }),
  ];
}

function namesOf(classes: readonly string[], { left, top, width, height }: Cells): Markup[] {
  const rows = classes.map((name, k) => {
    const y = at(top + (k + 0.5) * height + 3);
    return shortened(name, left - 12, { class: 'soft', x: left - 8, y, 'text-anchor': 'end' });
  });
  if (width < withCount) return rows;
  const heads = classes.map((name, k) => {
    const x = at(left + (k + 0.5) * width);
    return shortened(name, width - 6, { class: 'soft', x, y: top - 8, 'text-anchor': 'middle' });
  });
  return [...rows, ...heads];
}
