// A split of a table of several files: whole files are validation and test data.
import { type SplitSpec, validationShareBesideTestRows } from './spec.ts';

/** @param column the table's column of files. Without a file for validation, a share of the training rows chooses the epoch. */
export function splitByFile(
  column: string,
  { validation, test }: { validation: string[]; test: string[] },
  validationShare: number = validationShareBesideTestRows,
): SplitSpec {
  return { by: 'column', column, validation, test, ...(validation.length === 0 && { validationShare }) };
}
