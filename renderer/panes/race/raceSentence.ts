// Who is ahead, in words that claim no more than one race can show.

import { m } from '../../paraglide/messages.js';
import { isOver, type RaceMeasure, type Racer, type Standings } from '../../state/race/standings.ts';
import { counts } from '../../wording/counts.ts';
import { numbers } from '../../wording/numbers.ts';

/** Lowest losses within this share of the best one count as level. */
const level = 0.01;

export function raceSentence(
  racers: readonly Racer[],
  standings: Standings,
  names: readonly string[],
  measure: RaceMeasure,
): string {
  const format = numbers();
  const [first, second] = standings.order;
  if (first === undefined)
    return racers.some(({ history }) => history.length > 0) && isOver(racers)
      ? m.race_all_diverged()
      : m.race_no_epoch();
  const best = (entrant: number) => standings.rows[entrant]!.best!;
  const alike = standings.order.filter((entrant) => best(entrant).loss <= best(first).loss * (1 + level));
  const loss = measure === 'train' ? m.chart_training_loss() : m.chart_validation_loss();
  const said =
    second !== undefined && alike.length > 1
      ? m.race_level({
          names: format.list(alike.map((k) => names[k] ?? '')),
          measure: loss,
          loss: format.measure(best(first).loss),
        })
      : (isOver(racers) ? m.race_won : m.race_ahead)({
          name: names[first] ?? '',
          measure: loss,
          loss: format.measure(best(first).loss),
          epoch: format.whole(best(first).epoch),
        });
  return [said, soonest(standings, names)].filter((part) => part !== '').join(' ');
}

/** Says which entrant first reached the loss that all have reached; empty where two were equally fast. */
function soonest({ rows, common, order }: Standings, names: readonly string[]): string {
  if (common === null || order.length < 2) return '';
  const reached = rows.filter((row) => row.reached !== null).toSorted((a, b) => a.reached! - b.reached!);
  const [fastest, next] = reached;
  if (fastest === undefined || next === undefined || fastest.reached === next.reached) return '';
  return m.race_soonest({
    name: names[fastest.entrant] ?? '',
    loss: numbers().measure(common),
    epochs: counts.epochs(fastest.reached!),
  });
}
