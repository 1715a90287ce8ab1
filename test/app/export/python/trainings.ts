// Trainings of the engine with all that train.py needs to repeat them, and the curves that they had.
import type { Floats, LayerWeights } from '../../../../app/contract/model.ts';
import type { EpochRecord } from '../../../../app/contract/run/training.ts';
import type { Choices } from '../../../../app/contract/spec/choices.ts';
import type { RunSpec } from '../../../../app/contract/spec/spec.ts';
import { portableModel } from '../../../../app/export/portable/portableModel.ts';
import type { PythonFile } from '../../../../app/export/python/files.ts';
import { writeTraining } from '../../../../app/export/python/trainingFormat.ts';
import type { RawTable } from '../harness/rawTable.ts';
import { trainedModel } from '../harness/trainedModel.ts';

export interface Repeatable {
  files: PythonFile[];
  csv: string;
  spec: RunSpec;
  records: EpochRecord[];
  /** The last weights of the training, and the best. */
  last: LayerWeights<Floats>[];
}

export async function repeatable(
  choices: Choices,
  edit: (spec: RunSpec) => RunSpec = (spec) => spec,
  table?: RawTable,
): Promise<Repeatable> {
  const { model, csv, training, records, last } = await trainedModel(choices, edit, table);
  const files = writeTraining({ ...portableModel(model), training }, 'table');
  return { files, csv, spec: model.spec, records, last };
}
