// The groups of rows of a file that a model predicts worst, for each of its targets: those of one column, or of all columns.
import type { TargetPreparation } from '../../contract/model.ts';
import type { GroupsAsked, ModelReport } from '../../contract/modelReport.ts';
import type { WorstGroups } from '../../contract/run/errorGroups.ts';
import type { Table } from '../../dataset/table/table.ts';
import { rowErrors } from '../../evaluation/errors/rowErrors.ts';
import type { EvaluatedPart } from '../../evaluation/evaluate.ts';
import { type GroupedRows, groupsBy, worstGroupsOf } from '../results/errorGroups.ts';
import { groupingsOf } from '../results/partColumns.ts';

type Found = Pick<ModelReport, 'groups' | 'worstGroups'>;

/** Throws AppError column_unknown. */
export async function groupsOfFile(
  table: Table,
  evaluated: EvaluatedPart,
  target: TargetPreparation,
  metric: GroupedRows['metric'],
  { column, datePart, worst }: GroupsAsked,
): Promise<Found> {
  const errors = rowErrors(evaluated);
  const targets = target.kind === 'class' ? [target.column] : target.columns.map(({ name }) => name);
  const rows: GroupedRows = {
    ...{ table, errors, metric, targets },
    groupings: (name) => groupingsOf(table, name, errors.rows),
  };
  const names = errors.kind === 'class' ? [null] : errors.names;
  const groups: NonNullable<Found['groups']> = [];
  const worstGroups: NonNullable<Found['worstGroups']> = [];
  for (const [k, name] of names.entries()) {
    if (column !== undefined)
      groups.push({ target: name, ...(await groupsBy(rows, column, datePart ?? null, k)) });
    const compared = worst ? await lastOf(worstGroupsOf(rows, k)) : null;
    if (compared !== null) worstGroups.push({ target: name, ...compared });
  }
  return {
    ...(column !== undefined && { groups }),
    ...(worst && { worstGroups }),
  };
}

async function lastOf(steps: AsyncIterable<{ found: WorstGroups | null }>): Promise<WorstGroups | null> {
  let last: WorstGroups | null = null;
  for await (const { found } of steps) last = found;
  return last;
}
