// The learning rates that a race finds for its entrants: the same way for all, and the same every time.
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FoundRate } from '../../../../app/contract/run/race.ts';
import {
  newOptimizer,
  type OptimizerSpec,
  optimizers,
  optimizerTraits,
} from '../../../../app/contract/spec/optimizers.ts';
import { type Client, now, opened } from '../table/openedTable.ts';

const examples = [
  ['iris', 'species'],
  ['penguins', 'Species'],
  ['cars', 'Miles_per_Gallon'],
] as const;
const open = (file: string, target: string, seed = 1) =>
  opened(resolve(`examples/${file}.csv`), { targets: [target], epochs: 30, patience: 0, seed });

async function search(client: Client, entrants: OptimizerSpec[], signal?: AbortSignal): Promise<FoundRate[]> {
  const found: FoundRate[] = [];
  for await (const one of await client.race.rates({ entrants }, signal ? { signal } : {})) found.push(one);
  return found;
}
const tested = optimizers.filter((type) => !optimizerTraits[type].fullBatch);
/** A race takes six at most, and two at least. */
const races = [0, 1, 2].map((race) => tested.filter((_, k) => k % 3 === race));

/** Training losses of the last epoch; infinite where it diverged. */
async function lossesOf(client: Client, entrants: OptimizerSpec[]): Promise<number[]> {
  const { raceId } = await client.race.start({ entrants, epochsPerSecond: null, rates: 'tested' });
  const last = entrants.map(() => Number.POSITIVE_INFINITY);
  for await (const update of await client.race.watch({ raceId }))
    for (const [k, { records, progress }] of update.entrants.entries())
      last[k] =
        progress.state === 'diverged' ? Number.POSITIVE_INFINITY : (records.at(-1)?.trainLoss ?? last[k]!);
  return last;
}

describe('the rates of a race', () => {
  it.each(examples)(
    'let most optimizers come lower than their defaults do on %s, and none diverge',
    async (file, target) => {
      const client = await open(file, target);
      let [better, all] = [0, 0];
      for (const types of races) {
        const usual = types.map((type) => newOptimizer(type));
        const rates = await search(client, usual);
        const found = usual.map((one, k) => ({ ...one, learningRate: rates[k]!.rate! }));
        const [before, after] = [await lossesOf(client, usual), await lossesOf(client, found)];
        expect(after.every(Number.isFinite)).toBe(true);
        better += after.filter((loss, k) => loss < before[k]!).length;
        all += types.length;
      }
      expect(all).toBe(tested.length);
      expect(better).toBeGreaterThanOrEqual(0.75 * all);
    },
  );

  it('are the same every time, whatever rate the entrants have, and differ between optimizers', async () => {
    const client = await open('iris', 'species');
    const entrants = [newOptimizer('sgd'), newOptimizer('adam'), newOptimizer('adam', { learningRate: 5 })];
    const found = await search(client, entrants);
    expect(await search(client, entrants)).toEqual(found);
    expect(found.map(({ entrant }) => entrant)).toEqual([0, 1, 2]);
    expect(found[2]!.rate).toBe(found[1]!.rate);
    expect(found[0]!.rate).not.toBe(found[1]!.rate);
  });

  it('are not looked for where an optimizer chooses its own step size', async () => {
    const client = await open('iris', 'species');
    expect(await search(client, [newOptimizer('lbfgs'), newOptimizer('rProp')])).toEqual([
      { entrant: 0, rate: null },
      { entrant: 1, rate: null },
    ]);
  });

  it('are said to be tested by the race that was started with them, and chosen by one that says nothing', async () => {
    const client = await open('iris', 'species');
    const entrants = [newOptimizer('sgd'), newOptimizer('adam')];
    await lossesOf(client, entrants);
    expect((await now(client)).race?.rates).toBe('tested');
    await client.race.start({ entrants, epochsPerSecond: 1 });
    expect((await now(client)).race?.rates).toBe('chosen');
    await client.race.close();
  });

  it('stop being looked for when they are no longer wanted', async () => {
    const client = await open('iris', 'species');
    const stop = new AbortController();
    const found: FoundRate[] = [];
    const following = (async () => {
      for await (const one of await client.race.rates(
        { entrants: [newOptimizer('sgd'), newOptimizer('adam')] },
        { signal: stop.signal },
      )) {
        found.push(one);
        stop.abort();
      }
    })();
    await following.catch(() => {});
    expect(found).toHaveLength(1);
  });
});
