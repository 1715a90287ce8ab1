// A table and a model's predictions for all its rows as CSV text, in the table's own dialect: what `predict` writes, and what the page
// saves.
import { AppError } from '../../contract/issues/errors.ts';
import type { Model } from '../../contract/model.ts';
import { rowsNeeded } from '../../contract/run/calibration.ts';
import type { LevelColumns } from '../../dataset/preparation/encodeLevels.ts';
import type { Table } from '../../dataset/table/table.ts';
import type { Engine } from '../../engine/engine.ts';
import { margins } from '../../evaluation/conformal/calibration.ts';
import { intervalColumns } from '../../evaluation/conformal/intervals.ts';
import { predictionColumns, spreadColumns, writtenWith } from '../../evaluation/predictionColumns.ts';
import { rowCount } from '../../evaluation/predictions.ts';
import { FormulaCells } from '../../export/formulaCells.ts';
import { type AddedPiece, predictionsCsv } from '../../export/predictionsCsv.ts';
import { addedUp, predictionsInTurn } from '../scoring/score.ts';

export interface WrittenColumns {
  /** The margin of each target, or one for classes: adds intervals or sets of classes. */
  reach: readonly number[] | null;
  /** Adds how far the networks of an ensemble differ. */
  spread?: boolean;
  /** Leaves cells that begin a formula as they are. */
  raw: boolean;
  /** Called with how many rows are predicted so far. */
  onRows?: (rows: number) => void;
}

export interface Written {
  /** Cells whose level the model has never seen, per column. */
  unseenLevels: Record<string, number>;
  formulaCells: number;
}

export async function* predictedCsv(
  engine: Engine,
  model: Model,
  table: Table,
  levels: LevelColumns,
  { reach, spread = false, raw, onRows }: WrittenColumns,
): AsyncGenerator<string, Written> {
  const { decimal, delimiter } = table.dialect;
  const written = writtenWith(decimal);
  const formulas = raw ? null : new FormulaCells(delimiter ?? ',');
  let unseenLevels: Record<string, number> = {};
  let rows = 0;
  async function* added(): AsyncGenerator<AddedPiece> {
    for await (const { predictions, unseenLevels: unseen } of predictionsInTurn(
      engine,
      model,
      table,
      levels,
    )) {
      unseenLevels = addedUp(unseenLevels, unseen);
      rows += rowCount(predictions);
      onRows?.(rows);
      const columns = [
        ...predictionColumns(predictions, written),
        ...(spread ? spreadColumns(predictions, written) : []),
        ...(reach === null ? [] : intervalColumns(predictions, reach, written)),
      ];
      yield { rows: rowCount(predictions), columns };
    }
  }
  yield* predictionsCsv({
    header: table.columns.map(({ name }) => name),
    rows: table.allLines() ?? table.allCells(),
    added: added(),
    delimiter: delimiter ?? ',',
    formulas,
  });
  return { unseenLevels, formulaCells: formulas?.count ?? 0 };
}

/** Throws AppError spread_unavailable for a model of one network. */
export function refuseSpread({ members }: Model, fileName: string): void {
  if (members.length > 1) return;
  const sentence = `${fileName} is one network; only an ensemble has networks that differ: train with --ensemble.`;
  throw new AppError('spread_unavailable', sentence, { file: fileName });
}

/** Throws AppError interval_unavailable. */
export function marginsOf({ calibration }: Model, fileName: string, level: number): number[] {
  const found = calibration === undefined ? null : margins(calibration, level);
  if (found !== null) return found;
  const rows = calibration?.rows ?? 0;
  const needed = rowsNeeded(level);
  const sentence =
    rows === 0
      ? `${fileName} keeps no errors of validation rows, from which intervals come: train it with validation rows.`
      : `Intervals for ${level * 100} % of rows need ${needed} validation rows; ${fileName} had ${rows}. Ask for a lower level or train with more validation rows.`;
  throw new AppError('interval_unavailable', sentence, { file: fileName, level, rows, needed });
}
