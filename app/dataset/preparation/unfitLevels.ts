// The cells of a column of categories or dates that a model cannot use as they stand. Each different cell is judged once.
import type { InputPreparation } from '../../contract/model.ts';
import type { DatePart } from '../../contract/spec/columnPreparation.ts';
import type { LevelColumns, LevelInput, LevelsRead } from './encodeLevels.ts';
import { type ExaminedColumn, type RowsOfProblem, UnfitCells } from './unfitCells.ts';

type DateInput = Extract<InputPreparation, { kind: 'date' }>;

export async function unfitLevels(
  columns: LevelColumns,
  input: LevelInput,
  rows: Uint32Array,
): Promise<ExaminedColumn> {
  const read = await columns.of(input);
  return input.kind === 'date' ? dates(read, input, rows) : categories(read, input, rows);
}

function categories(
  read: LevelsRead,
  input: Exclude<LevelInput, DateInput>,
  rows: Uint32Array,
): ExaminedColumn {
  const [missing, unknown] = [new UnfitCells(), new UnfitCells()];
  for (const row of rows) {
    const code = read.codes[row]!;
    if (code < 0) missing.add(row);
    else if (isUnknown(read, input, code)) unknown.add(row);
  }
  const { column } = input;
  const learned = input.kind === 'ordinal' ? input.indicator === true : input.levels.includes('');
  return {
    problems: [
      ...unknown.as({ column, kind: 'unknownLevel', learned: false }),
      ...missing.as({ column, kind: 'missing', learned }),
    ],
    readable: rows.length - missing.cells,
  };
}

function isUnknown({ meanings, indices, others }: LevelsRead, input: LevelInput, code: number): boolean {
  if (input.kind === 'ordinal') return Number.isNaN(meanings[0]![code]);
  return indices[code]! < 0 && (others === null || others[code]! < 0);
}

/** A date is unreadable if none of its parts can be read, and missing if it lacks a part that training rows had. */
function dates({ codes, meanings }: LevelsRead, input: DateInput, rows: Uint32Array): ExaminedColumn {
  const { column, parts } = input;
  const [missing, unreadable] = [new UnfitCells(), new UnfitCells()];
  const outside = parts.map(() => new UnfitCells());
  const lacks = parts.map(({ min }) => min !== undefined);
  for (const row of rows) {
    const code = codes[row]!;
    if (code < 0) missing.add(row);
    else if (meanings.every((meaning) => Number.isNaN(meaning[code]))) unreadable.add(row);
    else {
      if (meanings.some((meaning, k) => lacks[k] && Number.isNaN(meaning[code]))) missing.add(row);
      for (const [k, { min, max }] of parts.entries())
        if (meanings[k]![code]! < min! || meanings[k]![code]! > max!) outside[k]!.add(row);
    }
  }
  const problem = { column, learned: false };
  const outOfRange = parts.flatMap(({ part, min, max }, k) => ofPart(outside[k]!, column, part, min, max));
  return {
    problems: [
      ...unreadable.as({ ...problem, kind: 'unreadable' }),
      ...outOfRange,
      ...missing.as({ ...problem, kind: 'missing', learned: input.indicator === true }),
    ],
    readable: rows.length - unreadable.cells - codesMissing(codes, rows),
  };
}

function ofPart(
  cells: UnfitCells,
  column: string,
  part: DatePart,
  min: number | undefined,
  max: number | undefined,
): RowsOfProblem[] {
  if (min === undefined || max === undefined) return [];
  return cells.as({ column, kind: 'outOfRange', part, range: { min, max }, learned: false });
}

function codesMissing(codes: Int32Array, rows: Uint32Array): number {
  let count = 0;
  for (const row of rows) if (codes[row]! < 0) count++;
  return count;
}
