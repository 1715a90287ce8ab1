// What is odd about a value of the form, in words.
import type { FormColumn, RowProblem } from '../../../../../app/contract/run/prediction.ts';
import { m } from '../../../../paraglide/messages.js';
import { exactIn, measuredIn } from '../../../../wording/inUnits.ts';

export function problemWords({ kind, range, imputed, learned }: RowProblem, column: FormColumn): string[] {
  const unit = column.kind === 'number' ? column.unit : undefined;
  const write = exactIn(unit);
  if (kind === 'unreadable') return [m.whatif_unreadable()];
  if (kind === 'unknownLevel') return [m.whatif_unknown_level()];
  if (kind === 'missing') {
    if (learned) return [];
    return imputed === undefined
      ? [m.whatif_missing_unseen()]
      : [m.whatif_replaced({ value: measuredIn(unit, 4)(imputed) })];
  }
  if (column.kind !== 'number' || range === undefined) return [m.whatif_outside_date()];
  return [m.whatif_outside_range({ low: write(range.min), high: write(range.max) })];
}
