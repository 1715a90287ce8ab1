// What each column of the form adds to the prediction, in words and as shares of the largest one.
import type { CellContributions, Form } from '../../../../../app/contract/run/prediction.ts';
import { m } from '../../../../paraglide/messages.js';
import { measuredIn, united } from '../../../../wording/inUnits.ts';
import { numbers } from '../../../../wording/numbers.ts';
import { nameInSentence } from '../../../../wording/oneLine.ts';

export interface Contributed {
  sentence: string;
  /** Of the column at an index of the form. */
  of: (column: number) => { share: number; text: string } | null;
}

export function contributed(found: CellContributions, target: Form['target']): Contributed {
  const { columns, base, prediction, remainder } = found;
  const largest = columns.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const format = numbers();
  const ofClass = target.kind === 'class';
  const unit = ofClass ? undefined : target.targets[found.of]?.unit;
  const write = ofClass ? (share: number) => format.percent(share) : measuredIn(unit, 4);
  const added = (value: number) =>
    ofClass ? pointsText(rounded(value * 100)) : united(value, format.signed(value), unit);
  const what = ofClass
    ? m.whatif_probability_of({ class: nameInSentence(target.classes[found.of] ?? '') })
    : nameInSentence(target.targets[found.of]?.name ?? '');
  return {
    sentence: m.whatif_contributions({
      ...{ what, base: write(base), prediction: write(prediction) },
      remainder: format.remainder(remainder, prediction),
    }),
    of: (column) => {
      const value = columns[column];
      if (value === undefined || !Number.isFinite(value)) return null;
      return { share: value / largest, text: added(value) };
    },
  };
}

function pointsText(points: number): string {
  return m.whatif_points_short({ count: points, value: numbers().signed(points) });
}

/** A tenth of a percentage point. */
function rounded(points: number): number {
  return Math.round(points * 10) / 10;
}
