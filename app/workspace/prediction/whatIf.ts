// What a model predicts for one row that a person made up, by the code that predicts the rows of a file.
import { AppError } from '../../contract/issues/errors.ts';
import type { Model, Preparation } from '../../contract/model.ts';
import type { CellContributions, RowProblem, WhatIf } from '../../contract/run/prediction.ts';
import { encodeInputs } from '../../dataset/preparation/encode.ts';
import { LevelColumns } from '../../dataset/preparation/encodeLevels.ts';
import { unfitLevels } from '../../dataset/preparation/unfitLevels.ts';
import { unfitNumbers } from '../../dataset/preparation/unfitNumbers.ts';
import type { ColumnTable } from '../../dataset/table/table.ts';
import type { Engine } from '../../engine/engine.ts';
import { margins } from '../../evaluation/conformal/calibration.ts';
import { meanContributions } from '../../evaluation/explanation/contributions.ts';
import { rowPrediction } from '../../evaluation/rowPrediction.ts';
import { networksOf, outputNames } from '../explaining/explained.ts';
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
  const row = rowOf(model, cells);
  const levels = new LevelColumns(row);
  const { predictions } = await predictRows(engine, model, row, first, levels);
  return {
    prediction: rowPrediction(predictions, 0, marginsAt(model, level)),
    problems: await problemsOf(row, preparation, levels),
  };
}

function rowOf({ preparation }: Model, cells: readonly (string | null)[]): ColumnTable {
  const needed = preparation.inputs.length;
  if (cells.length === needed) return typedRow(preparation, cells);
  const expected = `${needed} cells, one for each column of the form`;
  throw new AppError('spec_invalid', `cells must be ${expected}; there are ${cells.length}.`, {
    ...{ path: 'cells', expected, found: cells.length },
  });
}

/** `of`: a target or a class; absent: the first target, or the predicted class. null for a model that does not keep the mean of its
 *  training rows. Throws AppError spec_invalid; rejects with an AbortError. */
export async function contributionsOfCells(
  engine: Engine,
  model: Model,
  cells: readonly (string | null)[],
  of: number | undefined,
  signal: AbortSignal | undefined,
): Promise<CellContributions | null> {
  const { preparation, meanInputs } = model;
  const row = rowOf(model, cells);
  if (meanInputs === undefined) return null;
  const { features } = await encodeInputs(row, preparation, first);
  const { predictions } = await predictRows(engine, model, row, first);
  const which = of ?? (predictions.kind === 'class' ? predictions.chosen[0]! : 0);
  const names = outputNames(model).length;
  if (which >= names) {
    const expected = `from 0 to ${names - 1}`;
    throw new AppError('spec_invalid', `of must be ${expected}; it is ${which}.`, {
      ...{ path: 'of', expected, found: which },
    });
  }
  const asked = { inputs: features, base: Float64Array.from(meanInputs), output: which };
  const { base, columns, prediction, remainder } = await meanContributions(
    networksOf(model),
    preparation,
    asked,
    signal,
  );
  return { of: which, base, columns: Array.from(columns), prediction, remainder };
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
