// The choices for the next race: entrants, learning rates and pace. They survive a change of screen.

import type { RaceRates } from '../../../app/contract/run/race.ts';
import type { OptimizerSpec } from '../../../app/contract/spec/optimizers.ts';

export class RaceChoice {
  /** null until a person changes the proposed entrants. */
  entrants = $state.raw<readonly OptimizerSpec[] | null>(null);
  /** null until chosen; by default as in the race before, or found by a test. */
  rates = $state<RaceRates | null>(null);
  /** Learning rate of all entrants; null: the spec's. */
  sameRate = $state<number | null>(null);
  /** Whether the setup is shown instead of a race that has ended. */
  wanted = $state(false);
  /** Epochs per second; null: full speed; undefined: slow enough to watch. */
  pace = $state<number | null | undefined>(undefined);
}
