// The delimiters of the contract's list, in files that say nothing of how they are cut.
import { expect, it } from 'vitest';
import { delimiters } from '../../../../app/contract/table/delimiters.ts';
import { tableOf } from '../writtenTable.ts';

it.each(delimiters.map(({ sign, names }) => [names[0], sign]))('%s is detected', async (_name, sign) => {
  const rows = Array.from({ length: 20 }, (_, i) => [i, `w${i % 3}`, 2 * i].join(sign));
  const table = await tableOf([['id', 'word', 'double'].join(sign), ...rows, ''].join('\n'));
  expect(table.dialect.delimiter).toBe(sign);
  expect(table.columns.map(({ name }) => name)).toEqual(['id', 'word', 'double']);
  expect((await table.cells(3, 1))[0]).toEqual(['3', 'w0', '6']);
});

it('each has names of its own', () => {
  const names = delimiters.flatMap((one) => one.names);
  expect(new Set(names).size).toBe(names.length);
});
