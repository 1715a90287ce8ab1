// Opens a file of rows for a trained model: its cells mean what they meant in the table that the model was trained on; how the file is
// cut is detected.
import type { Model, Preparation } from '../../contract/model.ts';
import type { Reading } from '../../contract/table/reading.ts';
import { type OpenOptions, openTable } from '../../dataset/open.ts';
import type { Table } from '../../dataset/table/table.ts';
import type { ExpectedSigns } from '../../dataset/values/decimalSign.ts';
import type { ChosenFile } from '../table/fileRef.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';

/** The caller closes the table. Throws what openTable throws. */
export function openForModel(
  { options: { engine, startUnpacker } }: WorkspaceSession,
  model: Model,
  file: ChosenFile,
  how: Pick<OpenOptions, 'signal' | 'onProgress'> = {},
): Promise<Table> {
  return openTable(file.path, {
    fileName: file.fileName,
    reading: cellReading(model),
    expected: expectedSigns(model.preparation),
    engine,
    startUnpacker,
    ...how,
  });
}

/** Choices about the meaning of cells apply to other files too, and so do the units of the training file; how a file is cut is
 *  detected per file. */
export function cellReading({ spec: { data }, preparation }: Model): Reading {
  const { missing, decimal, thousands, types } = data.reading ?? {};
  const formats = new Map(Object.entries(data.reading?.formats ?? {}));
  const { inputs, target } = preparation;
  const numbers = inputs.flatMap((input) =>
    input.kind === 'numeric' ? [{ name: input.column, unit: input.unit }] : [],
  );
  for (const { name, unit } of [...numbers, ...(target.kind === 'numeric' ? target.columns : [])])
    if (unit !== undefined) formats.set(name, { ...formats.get(name), unit });
  return {
    ...(missing === undefined ? {} : { missing }),
    ...(decimal === undefined ? {} : { decimal }),
    ...(thousands === undefined ? {} : { thousands }),
    ...(types === undefined ? {} : { types }),
    ...(formats.size === 0 ? {} : { formats: Object.fromEntries(formats) }),
  };
}

/** How the training table's numbers were read: it decides where the other file leaves its decimal sign open. */
function expectedSigns({ inputs, target }: Preparation): ExpectedSigns {
  const numbers = [
    ...inputs.flatMap((input) =>
      input.kind === 'numeric' ? [{ name: input.column, decimal: input.decimal }] : [],
    ),
    ...(target.kind === 'numeric' ? target.columns : []),
  ];
  const columns = new Map(
    numbers.flatMap(({ name, decimal }) => (decimal === undefined ? [] : [[name, decimal]])),
  );
  return { by: 'model', columns };
}
