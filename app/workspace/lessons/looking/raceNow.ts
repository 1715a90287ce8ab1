// An entrant of the race: the `number`-th of those with an optimizer, counted from 1; without it the first one.
import type { Entrant } from '../../../training/entrant.ts';
import type { LiveRace } from '../../race/liveRace.ts';

export function entrantOf(
  race: LiveRace | null,
  [optimizer, number = 1]: readonly (number | string)[],
): Entrant | null {
  if (race === null) return null;
  const { entrants } = race.view();
  return (
    race.race.entrants.filter((_, k) => entrants[k]?.optimizer.type === optimizer)[Number(number) - 1] ?? null
  );
}
