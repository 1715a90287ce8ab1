// Whether the loss of each compared run is comparable with the first one's.

import type { ComparedRun } from '../../../app/contract/run/training.ts';
import { lossDifference } from '../../state/run/comparableLoss.ts';
import { differenceWords } from '../../wording/lossDifference.ts';

/** For each run why its loss is not comparable with the first one's; null where it is. */
export function lossReasons(runs: readonly Pick<ComparedRun, 'spec' | 'summary'>[]): (string | null)[] {
  const of = ({ spec, summary }: Pick<ComparedRun, 'spec' | 'summary'>) => ({
    spec,
    fileName: summary.fileName,
  });
  const [first] = runs;
  return runs.map((run) => {
    const difference = first === undefined ? null : lossDifference(of(run), of(first));
    return difference === null ? null : differenceWords(difference);
  });
}
