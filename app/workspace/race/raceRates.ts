// A learning rate for each entrant of a race, found in the same way for all, so that differences between entrants do not come
// from default rates made for other networks: the learning-rate finder from the race's own start, without random choices.

import { rateTestDefaults } from '../../contract/run/insight.ts';
import type { FoundRate, RaceInput } from '../../contract/run/race.ts';
import { fullBatchOptimizers, newOptimizer, optimizerTraits } from '../../contract/spec/optimizers.ts';
import type { RangeTest } from '../../engine/insight.ts';
import { rangeTestOf } from '../insight/rateTest.ts';
import { groundOn } from '../table/ground.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { withOptimizer } from './withOptimizer.ts';

/** The rate with the lowest smoothed loss is about where training begins to diverge; a run needs a margin. Of 3, 5 and 10, on
 *  iris, penguins and cars (three seeds, twelve optimizers, 30 and 100 epochs), 5 gave a lower loss than the default rate most
 *  often: in 90 % of 216 runs. */
const margin = 5;
/** Share of the first steps to ignore: their smoothed loss averages few batches. */
const unsettledShare = 0.1;

/** Throws AppError dataset_needed, spec_refused. */
export async function* searchRates(
  session: WorkspaceSession,
  { entrants }: Pick<RaceInput, 'entrants'>,
  signal: AbortSignal | undefined,
): AsyncGenerator<FoundRate, void> {
  const { spec } = session.state.value;
  const ground = await groundOn(session.open, spec && withOptimizer(spec, newOptimizer('sgd')));
  for (const [entrant, optimizer] of entrants.entries()) {
    signal?.throwIfAborted();
    if (fullBatchOptimizers.includes(optimizer.type)) {
      yield { entrant, rate: null };
      continue;
    }
    const own = { ...ground, spec: withOptimizer(ground.spec, optimizer) };
    const lowest = lowestRate(await rangeTestOf(session, own, rateTestDefaults, signal));
    yield { entrant, rate: lowest === null ? null : usableRate(lowest, optimizer.type) };
  }
}

/** The rate with the lowest smoothed loss; null where the loss never falls. */
function lowestRate({ rates, smoothed }: Pick<RangeTest, 'rates' | 'smoothed'>): number | null {
  const first = Math.floor(rates.length * unsettledShare);
  let best = first;
  for (let k = first; k < rates.length; k++) if (smoothed[k]! < smoothed[best]!) best = k;
  return best > first && Number.isFinite(smoothed[best]!) ? rates[best]! : null;
}

/** Two digits, more than the test can distinguish. Some optimizers start slowly, so the test does not notice rates at which
 *  they diverge later. */
function usableRate(lowest: number, type: keyof typeof optimizerTraits): number {
  return Math.min(optimizerTraits[type].highLearningRate, Number((lowest / margin).toPrecision(2)));
}
