// The groups of several columns -> those that are predicted worst, with the chance of each corrected for the number of groups that were
// compared (Bonferroni): of a hundred groups without any difference, five would look like one.
import {
  chanceLevel,
  type GroupScore,
  type Groups,
  type WorstGroup,
  type WorstGroups,
} from '../../contract/run/errorGroups.ts';
import { isWorse } from './groupScores.ts';

const most = 5;

export type GroupedColumn = Pick<Groups, 'column' | 'by' | 'groups'>;
type Compared = GroupScore & { chance: number };

export function worstGroups(
  columns: readonly GroupedColumn[],
  metric: Groups['metric'],
): Pick<WorstGroups, 'compared' | 'columns' | 'groups'> {
  const found = columns.flatMap(({ column, by, groups }) =>
    groups.flatMap((scored, group) =>
      isCompared(scored) ? [{ ...scored, column, by, group, chance: scored.chance }] : [],
    ),
  );
  const worse = found.flatMap((one): WorstGroup[] =>
    isWorse(metric, one) ? [{ ...one, chance: Math.min(1, one.chance * found.length) }] : [],
  );
  const certain = ({ chance }: WorstGroup) => (chance <= chanceLevel ? 1 : 0);
  const difference = ({ value, rest }: WorstGroup) => Math.abs(value - (rest ?? value));
  worse.sort(
    (a, b) =>
      certain(b) - certain(a) ||
      (certain(a) === 1
        ? difference(b) - difference(a)
        : a.chance - b.chance || difference(b) - difference(a)),
  );
  return {
    compared: found.length,
    columns: new Set(found.map(({ column }) => column)).size,
    groups: worse.slice(0, most),
  };
}

function isCompared(scored: GroupScore): scored is Compared {
  return scored.chance !== null;
}
