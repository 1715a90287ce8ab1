// A learning rate for each entrant of a race, found in the same way for all, so that a difference between them is not one of defaults
// that were made for other networks: the learning-rate finder from the race's own start, which takes no random choice of its own.

import { rateTestDefaults } from '../../contract/run/insight.ts';
import type { FoundRate, RaceInput } from '../../contract/run/race.ts';
import { fullBatchOptimizers, newOptimizer, optimizerTraits } from '../../contract/spec/optimizers.ts';
import type { RangeTest } from '../../engine/insight.ts';
import { rangeTestOf } from '../insight/rateTest.ts';
import { groundOn } from '../table/ground.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { withOptimizer } from './withOptimizer.ts';

/** The rate of the lowest smoothed loss is about where training begins to diverge; a run needs a margin. Of 3, 5 and 10, on iris, penguins and
 *  cars (three seeds, twelve optimizers, 30 and 100 epochs), 5 reached a lower loss than the default rate most often: in 90 % of 216. */
const margin = 5;
/** The smoothed loss of the first steps is of few batches. */
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

/** null where the loss never falls. */
function lowestRate({ rates, smoothed }: Pick<RangeTest, 'rates' | 'smoothed'>): number | null {
  const first = Math.floor(rates.length * unsettledShare);
  let best = first;
  for (let k = first; k < rates.length; k++) if (smoothed[k]! < smoothed[best]!) best = k;
  return best > first && Number.isFinite(smoothed[best]!) ? rates[best]! : null;
}

/** Two digits, which is more than the test can tell apart; optimizers that begin gently look safe at rates at which they diverge later. */
function usableRate(lowest: number, type: keyof typeof optimizerTraits): number {
  return Math.min(optimizerTraits[type].highLearningRate, Number((lowest / margin).toPrecision(2)));
}
