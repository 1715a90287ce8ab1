// Which repeats of the current run are shown, and how many the next ones are. It survives a change of screen.

import { type RepeatKind, usualRepeats } from '../../../app/contract/run/repeats.ts';

export class RepeatsChoice {
  /** null until a person chooses: then those that there are. */
  kind = $state<RepeatKind | null>(null);
  count = $state(usualRepeats);
}
