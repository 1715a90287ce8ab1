// What a model predicts for one row that a person made up, by the code that predicts the rows of a file.
import { AppError } from '../../contract/issues/errors.ts';
import type { Model, Preparation } from '../../contract/model.ts';
import type { RowProblem, WhatIf } from '../../contract/run/prediction.ts';
import { LevelColumns } from '../../dataset/preparation/encodeLevels.ts';
import { unfitLevels } from '../../dataset/preparation/unfitLevels.ts';
import { unfitNumbers } from '../../dataset/preparation/unfitNumbers.ts';
import type { ColumnTable } from '../../dataset/table/table.ts';
import type { Engine } from '../../engine/engine.ts';
import { margins } from '../../evaluation/conformal/calibration.ts';
import { rowPrediction } from '../../evaluation/rowPrediction.ts';
import { predictRows } from '../scoring/score.ts';
import { typedRow } from './typedRow.ts';

const first = Uint32Array.of(0);

/** `level`: of the interval or set of classes. Throws AppError spec_invalid where there are not as many cells as inputs. */
export async function whatIf(
  engine: Engine,
  model: Model,
  cells: readonly (string | null)[],
  level: number | undefined,
): Promise<WhatIf> {
  const { preparation } = model;
  const needed = preparation.inputs.length;
  if (cells.length !== needed) {
    const expected = `${needed} cells, one for each column of the form`;
    throw new AppError('spec_invalid', `cells must be ${expected}; there are ${cells.length}.`, {
      ...{ path: 'cells', expected, found: cells.length },
    });
  }
  const row = typedRow(preparation, cells);
  const levels = new LevelColumns(row);
  const { predictions } = await predictRows(engine, model, row, first, levels);
  return {
    prediction: rowPrediction(predictions, 0, marginsAt(model, level)),
    problems: await problemsOf(row, preparation, levels),
  };
}

/** null where no level is asked for, or the model has too few validation rows for it. */
export function marginsAt({ calibration }: Model, level: number | undefined): number[] | null {
  return calibration === undefined || level === undefined ? null : margins(calibration, level);
}

async function problemsOf(
  row: ColumnTable,
  { inputs }: Preparation,
  levels: LevelColumns,
): Promise<RowProblem[]> {
  const found: RowProblem[] = [];
  for (const input of inputs) {
    const { problems } =
      input.kind === 'numeric'
        ? await unfitNumbers(row, input, first)
        : await unfitLevels(levels, input, first);
    for (const { column, kind, range, imputed, learned } of problems)
      found.push({
        ...{ column, kind, learned },
        ...(range === undefined ? {} : { range }),
        ...(imputed === undefined ? {} : { imputed }),
      });
  }
  return found;
}
