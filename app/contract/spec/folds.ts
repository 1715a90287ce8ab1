// The split of one fold of a cross-validation, as it follows from another split of the same table.
import { type SplitSpec, validationShareBesideTestRows } from './spec.ts';

/** Keeps what `before` says of validation rows and of time; groups stay together by the role of their column. `fold`: from 1. */
export function foldSplit(before: SplitSpec | undefined, folds: number, fold: number): SplitSpec {
  const time = timeOf(before);
  return {
    by: 'fold',
    folds,
    fold,
    validation: validationOf(before),
    ...(time === undefined ? {} : { time }),
  };
}

function validationOf(before: SplitSpec | undefined): number {
  if (before !== undefined && 'by' in before && before.by === 'fold') return before.validation;
  const hasNone = before !== undefined && 'validation' in before && before.validation === 0;
  return hasNone ? 0 : validationShareBesideTestRows;
}

function timeOf(before: SplitSpec | undefined): string | undefined {
  if (before === undefined || !('by' in before)) return undefined;
  if (before.by === 'fold') return before.time;
  return before.by === 'time' ? before.column : undefined;
}
