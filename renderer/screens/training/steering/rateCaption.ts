// The line below the learning rate: the rate that the schedule gives now; without a schedule, the rate before the last change.

import { settingsAfter } from '../../../../app/contract/run/runSettings.ts';
import type { Progress, Run } from '../../../../app/contract/run/training.ts';
import { m } from '../../../paraglide/messages.js';
import { numbers } from '../../../wording/numbers.ts';

/** @param epochs at which each change was made. */
export function rateCaption({ spec, changes }: Run, progress: Progress, epochs: number[]): string {
  const format = numbers();
  if (spec.training.schedule.type !== 'constant')
    return progress.learningRate === null
      ? m.training_rate_scheduled()
      : m.training_rate_now({ rate: format.measure(progress.learningRate) });
  const rates = changes.map((_, k) => settingsAfter(spec, changes.slice(0, k + 1)).optimizer.learningRate);
  const before = [spec.training.optimizer.learningRate, ...rates];
  const last = rates.findLastIndex((rate, k) => rate !== before[k]);
  if (last < 0) return '';
  const epoch = epochs[last] ?? 0;
  return m.training_rate_until({ rate: format.exact(before[last]!), epoch: format.whole(Math.floor(epoch)) });
}
