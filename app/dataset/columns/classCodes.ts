// Decides whether the whole numbers of a column may be codes of classes, from the column's name and its different numbers.
import type { ColumnSummary } from '../../contract/table/dataset.ts';

/** Columns with more different whole numbers are never taken for codes. */
export const mostCodes = 20;

const codeName =
  /(?:^|[\s_.-])(?:class|label|type|kind|species|category|group|cluster|digit|letter|code|cultivar|target)s?$/i;
const quantityName =
  /(?:^|[\s_.-])(?:count|number|num|n|no|qty|quantity|amount|age|years?|days?|months?|hours?|visits?|children|rings|rating|score|quality|price|size)s?$/i;

/** Whether a column name suggests that its numbers stand for classes. */
export function isCodeName(name: string): boolean {
  return codeName.test(name);
}

export function isQuantityName(name: string): boolean {
  return quantityName.test(name);
}

/** Whether the column has all whole numbers from 0 or 1 to its largest. */
export function runsFromStart({ min, max, distinct }: ColumnSummary): boolean {
  return (min === 0 || min === 1) && max === min + distinct - 1;
}
