// Cells of a workbook that stand side by side, and how formulas name them.
import { columnName } from './workbook.ts';

/** Cells of one line: `count` columns of a sheet from `from` on. */
export interface Block {
  sheet: string;
  from: number;
  count: number;
}
export const cellOf = ({ sheet, from }: Block, k: number, line: number) =>
  `'${sheet}'!$${columnName(from + k)}${line}`;
export const rangeOf = (block: Block, line: number) =>
  `${cellOf(block, 0, line)}:$${columnName(block.from + block.count - 1)}${line}`;
