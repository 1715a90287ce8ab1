import { expect, test } from 'vitest';
import { isPastedTable } from '../../../renderer/arrival/pastedTable.ts';

test.each([
  ['cells of a spreadsheet', 'a\tb\r\n1\t2\r\n', true],
  ['cells with old line ends of the Mac', 'a\tb\r1\t2\r', true],
  ['a cell that holds a line end', 'a\tb\n"x\ny"\t2\n3\t4\n5\t6\n', true],
  ['empty cells', 'a\tb\tc\n\t\t\n1\t\t\n', true],
  ['one row', 'a\tb\tc\n', false],
  ['text without a tab', 'a, b\n1, 2\n', false],
  ['a program that is indented with tabs', 'function f() {\n\treturn 1;\n}\n', false],
  ['indented lines', '\tif (x)\n\t\treturn;\nelse\n', false],
  ['nothing', '', false],
])('%s: %j is a table: %s', (_, text, is) => {
  expect(isPastedTable(text)).toBe(is);
});
