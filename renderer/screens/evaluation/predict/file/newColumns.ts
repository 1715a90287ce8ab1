// The columns that predictions add to the rows of a file on the page, and their cells in words. The saved file has more: every
// probability, every digit.
import type { Bins, Form, RowPrediction } from '../../../../../app/contract/run/prediction.ts';
import type { Unit } from '../../../../../app/contract/table/unit.ts';
import { columnEdges } from '../../../../controls/table/gridWindow.ts';
import { m } from '../../../../paraglide/messages.js';
import { measuredIn, united } from '../../../../wording/inUnits.ts';
import { numbers } from '../../../../wording/numbers.ts';

export interface NewColumn {
  name: string;
  number: boolean;
  cell: (prediction: RowPrediction) => string;
}

/** Which columns there are beside the predictions. */
interface Beside {
  /** Whether the model has intervals at the level that is asked for. */
  intervals: boolean;
  /** Whether it is an ensemble, whose networks differ. */
  spread: boolean;
}

export function newColumns(target: Form['target'], beside: Beside): NewColumn[] {
  return target.kind === 'class' ? ofClasses(target.classes, beside) : ofNumbers(target.targets, beside);
}

function ofNumbers(
  targets: Extract<Form['target'], { kind: 'numeric' }>['targets'],
  { intervals, spread }: Beside,
): NewColumn[] {
  return targets.flatMap(({ name, unit, training }, k) => {
    const write = alignedIn(unit, training);
    const column = (title: string, pick: 'value' | 'low' | 'high' | 'spread'): NewColumn => ({
      name: title,
      number: true,
      cell: (prediction) => {
        const value = prediction.kind === 'numeric' ? prediction.targets[k]?.[pick] : null;
        return value === null || value === undefined ? '' : write(value);
      },
    });
    const own = targets.length === 1 ? m.newrows_prediction() : m.newrows_prediction_of({ target: name });
    const more = [column(m.newrows_low(), 'low'), column(m.newrows_high(), 'high')];
    const differ = spread ? [column(m.newrows_spread_column(), 'spread')] : [];
    return [column(own, 'value'), ...differ, ...(intervals ? more : [])];
  });
}

/** Pixels of the new columns. */
const widths = { number: 84, other: 120 };

/** Left edges of the new columns and the file's, then the right edge of the last one, in pixels. */
export function edgesOf(
  added: readonly NewColumn[],
  columns: readonly { name: string; type: string }[],
  viewWidth: number,
): number[] {
  const edges = [0];
  for (const { name, number } of added)
    edges.push((edges.at(-1) ?? 0) + Math.max(number ? widths.number : widths.other, name.length * 7 + 22));
  const right = edges.at(-1) ?? 0;
  return [...edges.slice(0, -1), ...columnEdges(columns, viewWidth - right).map((edge) => right + edge)];
}

/** The same decimals for all rows: four significant digits of the largest training value. */
function alignedIn(unit: Unit | undefined, training: Bins | null): (value: number) => string {
  const size = training === null ? 0 : Math.max(Math.abs(training.min), Math.abs(training.max));
  if (size < 1e-3 || size >= 1e6) return measuredIn(unit, 4);
  const decimals = Math.max(0, 3 - Math.floor(Math.log10(size)));
  return (value) => united(value, numbers().fixed(value, decimals), unit);
}

function ofClasses(classes: readonly string[], { intervals, spread }: Beside): NewColumn[] {
  const named = (index: number | undefined) => (index === undefined ? '' : (classes[index] ?? ''));
  const set: NewColumn = {
    name: m.newrows_set(),
    number: false,
    cell: (prediction) => {
      if (prediction.kind !== 'class' || prediction.set === null) return '';
      const { classes: some, count } = prediction.set;
      const list = some.map(named).join(', ');
      return count > some.length
        ? m.whatif_set_more({ classes: list, count: numbers().whole(count - some.length) })
        : list;
    },
  };
  const best = (prediction: RowPrediction) =>
    prediction.kind === 'class' ? prediction.top.find(({ index }) => index === prediction.chosen) : undefined;
  const percent = (share: number | undefined) => (share === undefined ? '' : numbers().percent(share));
  const differ: NewColumn = {
    name: m.newrows_spread_column(),
    number: true,
    cell: (prediction) => percent(best(prediction)?.spread),
  };
  return [
    {
      name: m.newrows_prediction(),
      number: false,
      cell: (prediction) => (prediction.kind === 'class' ? named(prediction.chosen ?? undefined) : ''),
    },
    {
      name: m.newrows_probability(),
      number: true,
      cell: (prediction) => percent(best(prediction)?.probability),
    },
    ...(spread ? [differ] : []),
    ...(intervals ? [set] : []),
  ];
}
