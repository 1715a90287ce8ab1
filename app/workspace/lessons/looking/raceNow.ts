// An optimizer of the race, by its name; of several of one name, the first.
import type { Entrant } from '../../../training/entrant.ts';
import type { LiveRace } from '../../race/liveRace.ts';

export function entrantOf(race: LiveRace | null, optimizer: string): Entrant | null {
  const entrants = race?.view().entrants ?? [];
  const place = entrants.findIndex((entrant) => entrant.optimizer.type === optimizer);
  return race?.race.entrants[place] ?? null;
}
