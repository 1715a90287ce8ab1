// The cells of a column of categories or dates that a model cannot use as they stand. Each different cell is judged once.
import type { InputPreparation } from '../../contract/model.ts';
import type { LevelColumns, LevelInput, LevelsRead } from './encodeLevels.ts';
import { CellsOutside, type ExaminedColumn, UnfitCells } from './unfitCells.ts';

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
  // Older models have no ranges.
  const outside = parts.map(({ min, max }) =>
    min === undefined || max === undefined ? null : new CellsOutside(min, max),
  );
  let empty = 0;
  for (const row of rows) {
    const code = codes[row]!;
    if (code < 0) {
      missing.add(row);
      empty++;
    } else if (meanings.every((meaning) => Number.isNaN(meaning[code]))) unreadable.add(row);
    else {
      if (meanings.some((meaning, k) => outside[k] !== null && Number.isNaN(meaning[code]))) missing.add(row);
      for (const [k, { min, max }] of parts.entries()) {
        const value = meanings[k]![code]!;
        if (value < min! || value > max!) outside[k]?.add(value, row);
      }
    }
  }
  const problem = { column, learned: false };
  return {
    problems: [
      ...unreadable.as({ ...problem, kind: 'unreadable' }),
      ...parts.flatMap(({ part }, k) => outside[k]?.as({ column, part }) ?? []),
      ...missing.as({ ...problem, kind: 'missing', learned: input.indicator === true }),
    ],
    readable: rows.length - unreadable.cells - empty,
  };
}
