// The split that --validation-file and --test-file say.
import type { SplitSpec } from '../../../contract/spec/spec.ts';
import { splitByFile } from '../../../contract/spec/splitByFile.ts';
import type { Dataset } from '../../../contract/table/dataset.ts';
import { tablesAt } from './folderTables.ts';
import type { SplitOptions } from './splitOptions.ts';

/** Their files are the last ones of the table; undefined without them. */
export async function fileSplitOf(
  { files, fileColumn }: Dataset,
  { validationFile = [], testFile = [] }: Pick<SplitOptions, 'testFile' | 'validationFile'>,
): Promise<SplitSpec | undefined> {
  if (fileColumn === null || validationFile.length + testFile.length === 0) return undefined;
  const [validation, test] = [await tablesAt(validationFile), await tablesAt(testFile)];
  const names = files.map(({ name }) => name);
  const firstTest = names.length - test.length;
  return splitByFile(fileColumn, {
    validation: names.slice(firstTest - validation.length, firstTest),
    test: names.slice(firstTest),
  });
}
