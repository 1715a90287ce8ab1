// Opens a verb's table: its files, and those of --validation-file and --test-file below them. They are read as the options say, else as
// the spec file says.

import { isOnlyAdded } from '../../../contract/issues/differingNames.ts';
import { AppError } from '../../../contract/issues/errors.ts';
import type { Values } from '../../../contract/issues/values.ts';
import { nearNames } from '../../../contract/nearNames.ts';
import type { Dataset } from '../../../contract/table/dataset.ts';
import type { Reading } from '../../../contract/table/reading.ts';
import { type Client, fileRef } from '../inProcess.ts';
import { tablesAt } from './folderTables.ts';
import { type ReadingOptions, readingOf } from './readingOptions.ts';
import type { SplitOptions } from './splitOptions.ts';

type FileOptions = Pick<SplitOptions, 'testFile' | 'validationFile'>;

/** Throws what the backend throws, CommanderError, and AppError file_is_folder, spec_invalid and column_unknown. */
export async function openFile(
  client: Client,
  files: readonly string[],
  options: ReadingOptions & FileOptions & { spec?: string; model?: string; target?: string[] },
): Promise<Dataset> {
  const said = readingOf(options);
  const kept = await keptReading(client, options);
  const reading = { ...kept, ...said };
  const paths = await filesOf(files, options);
  const dataset = await openedWith(client, paths, reading).catch(async (error: unknown) => {
    const differing = differingValues(error);
    const beside = options.testFile !== undefined || options.validationFile !== undefined;
    if (!beside || differing === null) throw error;
    const alone = (await tablesAt([...files])).length === 1 && reading.columns === undefined;
    // Test data may have more columns than a model needs.
    if (alone && isOnlyAdded(differing)) return openedWith(client, paths, { ...reading, columns: 'first' });
    throw targetLacking(differing, options.target) ?? error;
  });
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

/** As the spec of --spec, or else the model of --from, reads its tables. */
async function keptReading(client: Client, options: { spec?: string; model?: string }): Promise<Reading> {
  if (options.spec !== undefined) {
    const { readSpec } = await import('./specFile.ts');
    return (await readSpec(options.spec)).data.reading ?? {};
  }
  return options.model === undefined ? {} : client.models.reading({ model: fileRef(options.model) });
}

function openedWith(client: Client, paths: readonly string[], reading: Reading): Promise<Dataset> {
  const [file, ...more] = paths;
  return client.dataset.open({ file: fileRef(file!), more: more.map(fileRef), reading });
}

/** The values of the backend's error files_differ; null for another error. */
function differingValues(error: unknown): Values | null {
  const { code, values } = (error as { data?: { code?: string; values?: Values } }).data ?? {};
  return code === 'files_differ' && values !== undefined ? values : null;
}

/** The error for a test file without the target: reading only what all files share would be no help. */
function targetLacking(values: Values, targets: readonly string[] = []): AppError | null {
  const text = (key: string) => String(values[key] ?? '');
  const lacking = targets.find((target) => text('lacking').includes(`"${target}"`));
  if (lacking === undefined) return null;
  const [file, first] = [text('file'), text('first')];
  const sentence = `${file} lacks "${lacking}", the target: without it nothing can be scored. Give it the columns of ${first}, or have a trained model answer it with "chainrule predict".`;
  return new AppError('files_differ', sentence, {
    ...{ first, file, more: Number(values.more) },
    ...{ lacking: text('lacking'), added: text('added'), types: text('types') },
  });
}

/** The paths of all files that the table is made of, in its order. Throws AppError file_is_folder. */
export function filesOf(files: readonly string[], options: FileOptions): Promise<string[]> {
  const { validationFile = [], testFile = [] } = options;
  return tablesAt([...files, ...validationFile, ...testFile]);
}
