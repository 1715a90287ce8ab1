// Opens a verb's table. It is read as the options say, else as the spec file says.

import { AppError } from '../../../contract/issues/errors.ts';
import { nearNames } from '../../../contract/nearNames.ts';
import type { Dataset } from '../../../contract/table/dataset.ts';
import { type Client, fileRef } from '../inProcess.ts';
import { type ReadingOptions, readingOf } from './readingOptions.ts';
import { readSpec } from './specFile.ts';

/** Throws what the backend throws, CommanderError, and AppError spec_invalid and column_unknown. */
export async function openFile(
  client: Client,
  file: string,
  options: ReadingOptions & { spec?: string },
): Promise<Dataset> {
  const said = readingOf(options);
  const kept = options.spec === undefined ? {} : ((await readSpec(options.spec)).data.reading ?? {});
  const reading = { ...kept, ...said };
  const dataset = await client.dataset.open({ file: fileRef(file), reading });
  const names = dataset.columns.map(({ name }) => name);
  const named = [...Object.keys(said.types ?? {}), ...Object.keys(said.formats ?? {})];
  const stranger = named.find((name) => !names.includes(name));
  if (stranger === undefined) return dataset;
  const near = nearNames(stranger, names);
  const list = near.map((name) => `"${name}"`).join(', ');
  throw new AppError(
    'column_unknown',
    `${dataset.fileName} has no column "${stranger}". Did you mean one of these: ${list}?`,
    { column: stranger, columns: near.join(', ') },
  );
}
