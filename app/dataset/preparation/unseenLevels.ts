// Categories that only test or validation rows have where these are files of their own: a network answers for them without having learned
// them, as it does in `predict`. In parts drawn by chance, rare categories are to be expected.
import type { Issue } from '../../contract/issues/issues.ts';
import type { Preparation } from '../../contract/model.ts';
import type { DataSpec } from '../../contract/spec/spec.ts';
import { dataIssue } from '../issues/dataIssue.ts';
import { grouped, shortened } from '../issues/figures.ts';
import type { Split } from '../split/split.ts';
import type { Table } from '../table/table.ts';
import { LevelColumns } from './encodeLevels.ts';
import { unfitLevels } from './unfitLevels.ts';

export async function checkUnseen(
  table: Table,
  { split: by }: DataSpec,
  { inputs }: Preparation,
  split: Pick<Split, 'validation' | 'test'>,
): Promise<Issue[]> {
  if (table.fileColumn === null || !('by' in by) || by.by !== 'column' || by.column !== table.fileColumn)
    return [];
  const columns = new LevelColumns(table);
  const issues: Issue[] = [];
  for (const part of ['validation', 'test'] as const) {
    const rows = split[part].toSorted();
    for (const input of inputs) {
      if (input.kind !== 'oneHot' && input.kind !== 'ordinal') continue;
      const { problems } = await unfitLevels(columns, input, rows);
      const unknown = problems.find(({ kind }) => kind === 'unknownLevel');
      if (unknown === undefined) continue;
      const { codes, levels } = await table.categories(input.column);
      const texts = new Set(unknown.rows.map((row) => `"${shortened(levels[codes[row]!] ?? '')}"`));
      issues.push(unseenIssue(input.column, part, unknown.cells, [...texts].join(', ')));
    }
  }
  return issues;
}

function unseenIssue(column: string, part: 'validation' | 'test', cells: number, examples: string): Issue {
  const what = cells === 1 ? `1 cell of "${column}"` : `${grouped(cells)} cells of "${column}"`;
  const message = `${what} in the ${part} file ${cells === 1 ? 'has' : 'have'} a category that no training row has: ${examples}.`;
  return dataIssue('levels_unseen', 'warning', 'data.split', message, { column, part, cells, examples });
}
