// How often a model's intervals, or sets of classes, hold the truth, in sentences.
import type { Coverage } from '../../../contract/run/calibration.ts';
import type { Unit } from '../../../contract/table/unit.ts';
import { measured } from './describeTable.ts';
import { counted, figure, oneLine } from './figures.ts';

const percent = (share: number) => `${figure(share * 100)} %`;

/** @param targets names of the targets; for classes nothing is taken from it.
 *  @param units of the targets. */
export function coverageSentences(
  { level, margins, shares, setSize, from }: Coverage,
  targets: readonly string[],
  units: readonly (Unit | null)[],
): string[] {
  const asked = `for ${percent(level)} of rows, from ${counted(from, 'validation row')}`;
  if (setSize !== null)
    return [
      `Sets of classes ${asked}: ${setSize === 1 ? '1 class' : `${figure(setSize)} classes`} on average; they hold the class of ${percent(shares[0]!)} of these rows.`,
    ];
  return margins.map((margin, k) => {
    const whose = margins.length === 1 ? '' : ` of ${oneLine(targets[k] ?? '')}`;
    return `Intervals${whose} ${asked}: the prediction ± ${measured(margin, units[k] ?? undefined)}; they hold ${percent(shares[k]!)} of these rows.`;
  });
}
