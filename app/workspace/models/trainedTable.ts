// Whether the open table is the one that a model was trained on, so that the split of its training says which rows it has seen.
import { AppError } from '../../contract/issues/errors.ts';
import { type Model, type Preparation, preparationSchema } from '../../contract/model.ts';
import { onTable } from '../spec/specCalls.ts';
import { type Ground, groundOn } from '../table/ground.ts';
import type { OpenTable } from '../table/openTable.ts';
import { missingColumns } from './modelColumns.ts';

/** The model's rows on the open table, if this is the table that it was trained on; null for another table. Throws AppError
 *  model_other_table where it is that file, but read in another way. */
export async function groundOfTraining(
  open: OpenTable,
  model: Model,
  fileName: string,
): Promise<Ground | null> {
  const sameFile = model.table?.hash === open.table.hash;
  const ground =
    missingColumns(open.table, model.preparation).length > 0
      ? null
      : await groundOn(open, onTable(open, model.spec)).catch((error: unknown) => {
          // A table that cannot be trained with this spec is not read as the model's table was.
          if (error instanceof AppError && error.code === 'spec_refused') return null;
          throw error;
        });
  const same = ground !== null && samePreparation(ground.preparation, model.preparation);
  if (same && (sameFile || model.table === undefined || hasFittedNumbers(model.preparation))) return ground;
  if (sameFile) throw readOtherwise(open, fileName);
  return null;
}

/** Ignores the order of keys, and the decimal signs, which older models lack. */
function samePreparation(one: Preparation, other: Preparation): boolean {
  const written = (preparation: Preparation) =>
    JSON.stringify(preparationSchema.parse(preparation), (key, value) =>
      key === 'decimal' ? undefined : value,
    );
  return written(one) === written(other);
}

/** Whether equal preparations mean equal training rows: a mean or scale does, a list of levels does not. */
function hasFittedNumbers({ inputs, target }: Preparation): boolean {
  const fitted = ({ mean, scale }: { mean: number; scale: number }) => mean !== 0 || scale !== 1;
  const ofInputs = inputs.some((input) => {
    if (input.kind === 'oneHot') return false;
    return input.kind === 'date' ? input.parts.some(fitted) : fitted(input);
  });
  return ofInputs || (target.kind === 'numeric' && target.columns.some(fitted));
}

function readOtherwise({ table }: OpenTable, file: string): AppError {
  return new AppError(
    'model_other_table',
    `${file} was trained on ${table.fileName}, but the table is read in another way now, so that other rows would be its training rows: open ${table.fileName} anew, then the model.`,
    { file, table: table.fileName },
  );
}
