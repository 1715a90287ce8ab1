// How well the groups of a column's rows are predicted, and which groups of all columns are predicted worst.
import { setImmediate } from 'node:timers/promises';
import type { z } from 'zod';
import type { Groups, groupsInputSchema, worstGroupsStepSchema } from '../../contract/run/errorGroups.ts';
import type { ColumnSummary } from '../../contract/table/dataset.ts';
import { type GroupMeasure, groupMeasure } from '../../evaluation/errors/groupScores.ts';
import { type GroupedColumn, worstGroups } from '../../evaluation/errors/worstGroups.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { type JudgedRows, judgedRows, type RowsOfPart } from './judgedRows.ts';
import type { ColumnGroups } from './partColumns.ts';

/** Texts with more different values than this are names of rows rather than groups of them. */
const mostLevels = 1_000;

type Step = z.infer<typeof worstGroupsStepSchema>;
export type GroupedRows = Pick<JudgedRows, 'table' | 'errors' | 'metric' | 'targets' | 'groupings'>;

export async function groupsOfRun(
  session: WorkspaceSession,
  { column, by, ...of }: z.infer<typeof groupsInputSchema>,
): Promise<Groups> {
  return groupsBy(await judgedRows(session, of), column, by ?? null, of.target);
}

/** @param by a part of a date; null, or one that does not vary: the first one that does. */
export async function groupsBy(
  rows: GroupedRows,
  column: string,
  by: Groups['by'],
  target: number,
): Promise<Groups> {
  const groupings = await rows.groupings(column);
  const { scores, ...measure } = groupMeasure(rows.errors, rows.metric, target);
  const grouping = groupings.find((one) => one.by === by) ?? groupings[0]!;
  return {
    ...measure,
    ...scored(scores, column, grouping),
    choices: groupings.flatMap((one) => (one.by === null ? [] : [one.by])),
  };
}

function scored(
  scores: GroupMeasure['scores'],
  column: string,
  { by, codes, names }: ColumnGroups,
): GroupedColumn {
  const groups = scores(codes, names.length).map((score, group) => ({ name: names[group]!, ...score }));
  return { column, by, groups };
}

export async function* worstGroupsOfRun(
  session: WorkspaceSession,
  of: RowsOfPart,
  signal: AbortSignal | undefined,
): AsyncGenerator<Step, void> {
  yield* worstGroupsOf(await judgedRows(session, of), of.target, signal);
}

/** A step for each column that was compared. Not by the targets: rows of a large value have large errors in most tables. */
export async function* worstGroupsOf(
  rows: GroupedRows,
  target: number,
  signal?: AbortSignal,
): AsyncGenerator<Step, void> {
  const columns = rows.table.columns.filter(
    (column) => !rows.targets.includes(column.name) && mayGroup(column),
  );
  const { scores, ...measure } = groupMeasure(rows.errors, rows.metric, target);
  const found: GroupedColumn[] = [];
  for (const [done, { name }] of columns.entries()) {
    signal?.throwIfAborted();
    yield { done, of: columns.length, found: null };
    for (const grouping of await rows.groupings(name)) {
      found.push(scored(scores, name, grouping));
      await setImmediate();
    }
  }
  yield {
    ...{ done: columns.length, of: columns.length },
    found: { ...measure, ...worstGroups(found, measure.metric) },
  };
}

const mayGroup = ({ type, distinct }: ColumnSummary) =>
  type === 'number' || type === 'date' || distinct <= mostLevels;
