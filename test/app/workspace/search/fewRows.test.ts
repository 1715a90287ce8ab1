// A search on a table whose epochs folds would find: ten folds, and the winner is kept as the networks of these.
import { expect, it } from 'vitest';
import { opened, runOf, written } from '../table/openedTable.ts';

const rows = Array.from({ length: 47 }, (_, i) => `${i % 13},${i % 7},${2 * (i % 13) - (i % 7) + (i % 3)}`);

it('a table of 47 rows is searched on ten folds, whose networks are kept together', async () => {
  const client = await opened(await written('few.csv', ['a,b,y', ...rows]), { targets: ['y'] });
  await client.search.start({ budget: { candidates: 3 } });
  let folds = 0;
  for await (const { search } of await client.search.watch()) folds = search?.folds ?? folds;
  expect(folds).toBe(10);
  const { runId } = await client.search.keep({ candidate: 'winner' });
  for await (const _ of await client.training.watch({ runId }));
  const { spec, progress } = await runOf(client);
  expect(progress.state).toBe('finished');
  expect(spec.training).toMatchObject({ ensemble: { folds: 10, seeds: 1 } });
  expect(spec.training.epochFolds).toBeUndefined();
}, 60_000);
