// The columns that predictions add to the rows of a file on the page, and their cells in words. The saved file has more: every
// probability, every digit.
import type { Form, RowPrediction } from '../../../../../app/contract/run/prediction.ts';
import { m } from '../../../../paraglide/messages.js';
import { measuredIn } from '../../../../wording/inUnits.ts';
import { numbers } from '../../../../wording/numbers.ts';

export interface NewColumn {
  name: string;
  number: boolean;
  cell: (prediction: RowPrediction) => string;
}

/** @param intervals whether the model has intervals at the level that is asked for. */
export function newColumns(target: Form['target'], intervals: boolean): NewColumn[] {
  return target.kind === 'class'
    ? ofClasses(target.classes, intervals)
    : ofNumbers(target.targets, intervals);
}

function ofNumbers(
  targets: Extract<Form['target'], { kind: 'numeric' }>['targets'],
  intervals: boolean,
): NewColumn[] {
  return targets.flatMap(({ name, unit }, k) => {
    const write = measuredIn(unit, 4);
    const column = (title: string, pick: 'value' | 'low' | 'high'): NewColumn => ({
      name: title,
      number: true,
      cell: (prediction) => {
        const value = prediction.kind === 'numeric' ? prediction.targets[k]?.[pick] : null;
        return value === null || value === undefined ? '' : write(value);
      },
    });
    const own = targets.length === 1 ? m.newrows_prediction() : m.newrows_prediction_of({ target: name });
    const more = [column(m.newrows_low(), 'low'), column(m.newrows_high(), 'high')];
    return [column(own, 'value'), ...(intervals ? more : [])];
  });
}

function ofClasses(classes: readonly string[], intervals: boolean): NewColumn[] {
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
  return [
    {
      name: m.newrows_prediction(),
      number: false,
      cell: (prediction) => (prediction.kind === 'class' ? named(prediction.top[0]?.index) : ''),
    },
    {
      name: m.newrows_probability(),
      number: true,
      cell: (prediction) => {
        const best = prediction.kind === 'class' ? prediction.top[0] : undefined;
        return best === undefined ? '' : numbers().percent(best.probability);
      },
    },
    ...(intervals ? [set] : []),
  ];
}
