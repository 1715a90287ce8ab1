// The values of the error files_differ that name columns: names in quotation marks, or `-` for none.
import type { Values } from './values.ts';

export const noNames = '-';

/** Whether the only difference is that files have more columns than the first one. */
export function isOnlyAdded({ lacking, added, types }: Values): boolean {
  return lacking === noNames && added !== noNames && types === noNames;
}

/** Whether some columns are not in all files, so that the columns differ in more than their types. */
export function namesDiffer({ lacking, added }: Values): boolean {
  return lacking !== noNames || added !== noNames;
}
