// The optimizers of ticked runs as entrants of a race, or why they cannot be. A race runs on the open table and target, so runs
// of a different one cannot take part.

import { endedRaces, type Race, raceLimits } from '../../../app/contract/run/race.ts';
import type { RunSummary } from '../../../app/contract/run/training.ts';
import type { OptimizerSpec } from '../../../app/contract/spec/optimizers.ts';
import type { RunSpec } from '../../../app/contract/spec/spec.ts';
import { m } from '../../paraglide/messages.js';
import { sameTarget } from '../../state/run/targets.ts';

/** The different optimizers in the order of ticking; `reason` says why they cannot race, null where they can. */
export interface RaceOfRuns {
  entrants: OptimizerSpec[];
  reason: string | null;
}
interface Open {
  fileName: string | null;
  spec: RunSpec | null;
  race: Pick<Race, 'state'> | null;
}

export function raceOfRuns(runs: readonly RunSummary[], open: Open): RaceOfRuns {
  const distinct = new Map(runs.map(({ optimizer }) => [JSON.stringify(optimizer), optimizer]));
  const entrants = [...distinct.values()];
  return { entrants, reason: reasonOf(runs, entrants.length, open) };
}

function reasonOf(
  runs: readonly RunSummary[],
  optimizers: number,
  { fileName, spec, race }: Open,
): string | null {
  const { min, max } = raceLimits.entrants;
  if (runs.length < min) return m.runs_race_few({ fewest: min, most: max });
  const stranger = runs.find((run) => !spec || run.fileName !== fileName || !sameTarget(run, spec));
  if (stranger) return m.runs_race_other({ file: stranger.fileName, target: stranger.target });
  if (optimizers < min) return m.runs_race_same();
  return race && !endedRaces.includes(race.state) ? m.race_stop_first() : null;
}
