// A call on a table that was closed meanwhile counts as cancelled, and not as a bug.
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { openTable } from '../../../../app/dataset/open.ts';
import { isBug } from '../../../../app/workspace/bugs.ts';

it('a table that is closed in the midst of a read of its file refuses it as cancelled', async () => {
  const table = await openTable(resolve('examples/iris.csv'));
  const reads = [table.window({ offset: 0, limit: 1 }), table.scattered(Uint32Array.of(7, 3))];
  const ends = Promise.allSettled(reads);
  table.close();
  for (const end of await ends)
    expect(end).toMatchObject({
      status: 'rejected',
      reason: { name: 'AbortError', message: 'the table is closed' },
    });
});

it('rows and categories of a closed table are refused as cancelled', async () => {
  const table = await openTable(resolve('examples/iris.csv'));
  table.close();
  for (const call of [() => table.window({ offset: 0, limit: 1 }), () => table.categories('species')]) {
    const error = await call().then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ name: 'AbortError', message: 'the table is closed' });
    expect(isBug(error)).toBe(false);
  }
});
