// Who is to race next, at which learning rates, and how fast: kept while a person looks at other screens.

import type { RaceRates } from '../../../app/contract/run/race.ts';
import type { OptimizerSpec } from '../../../app/contract/spec/optimizers.ts';

export class RaceChoice {
  /** null until something was changed of what is proposed. */
  entrants = $state.raw<readonly OptimizerSpec[] | null>(null);
  /** null until it was chosen: as the race before, or found by a test. */
  rates = $state<RaceRates | null>(null);
  /** Of all entrants; null: that of the spec. */
  sameRate = $state<number | null>(null);
  /** Whether the choice is shown in the place of a race that is over. */
  wanted = $state(false);
  /** Epochs a second, null: as fast as it can; undefined: so that it can be watched. */
  pace = $state<number | null | undefined>(undefined);
}
