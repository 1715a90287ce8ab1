// Races through the backend with the real engine.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import type { RaceInput, RaceUpdate } from '../../../../app/contract/run/race.ts';
import type { EpochRecord } from '../../../../app/contract/run/training.ts';
import { newOptimizer, type OptimizerSpec } from '../../../../app/contract/spec/optimizers.ts';
import type { Engine } from '../../../../app/engine/engine.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import { createBackend } from '../../../../app/workspace/backend.ts';
import {
  type Client,
  code,
  currentSpec,
  houses,
  now,
  opened,
  stateWhere,
  written,
} from '../table/openedTable.ts';

const iris = resolve('examples/iris.csv');
const choices = { targets: ['species'], hidden: [4], epochs: 12, patience: 0, seed: 3, batchSize: 16 };
const entrants: OptimizerSpec[] = [
  newOptimizer('sgd', { learningRate: 0.05 }),
  newOptimizer('momentum'),
  newOptimizer('adam', { learningRate: 0.01 }),
];

interface Seen {
  records: EpochRecord[][];
  last: RaceUpdate;
}

/** Follows a race to its end. */
async function followed(
  client: Client,
  raceId: string,
  each: (update: RaceUpdate) => unknown = () => {},
): Promise<Seen> {
  const records: EpochRecord[][] = [];
  let last: RaceUpdate | null = null;
  for await (const update of await client.race.watch({ raceId })) {
    for (const [k, entrant] of update.entrants.entries()) {
      records[k] ??= [];
      expect(entrant.from).toBe(records[k].length);
      records[k].push(...entrant.records);
    }
    last = update;
    await each(update);
  }
  if (last === null) throw new Error('The stream said nothing.');
  return { records, last };
}

async function raced(client: Client, input: RaceInput): Promise<Seen> {
  const { raceId } = await client.race.start(input);
  return followed(client, raceId);
}

/** The history of a run of the workspace's spec with that optimizer. */
async function runAlone(client: Client, optimizer: OptimizerSpec, threads: number): Promise<EpochRecord[]> {
  const spec = await currentSpec(client);
  await client.spec.set({
    revision: Number.MAX_SAFE_INTEGER,
    spec: { ...spec, training: { ...spec.training, optimizer } },
  });
  const { runId } = await client.training.start({ threads });
  const records: EpochRecord[] = [];
  for await (const update of await client.training.watch({ runId })) records.push(...update.records);
  return records;
}

describe('the entrants of a race', () => {
  it.each([1, 2])('go as runs of the same spec with %i threads do, bit for bit', async (threads) => {
    const client = await opened(iris, choices);
    // Three have a thread each of one or two, and two of six; a run alone has all that it is given.
    const paced = await raced(client, { entrants, threads, epochsPerSecond: 60 });
    const fast = await raced(client, { entrants, threads: threads * 3, epochsPerSecond: null });
    expect(paced.last.state).toBe('finished');
    for (const [k, optimizer] of entrants.entries()) {
      const alone = await runAlone(client, optimizer, threads);
      expect(alone).toHaveLength(12);
      expect(paced.records[k]).toEqual(alone);
      expect(fast.records[k]).toEqual(alone);
    }
  });

  it('go without the layers that are switched off, as a run does', async () => {
    const client = await opened(iris, { ...choices, hidden: [4, 3] }, (spec) => {
      const [first, second] = spec.model.layers;
      return { ...spec, model: { ...spec.model, layers: [{ ...first!, off: true }, second!] } };
    });
    const { records } = await raced(client, { entrants, epochsPerSecond: null });
    expect(records[0]).toEqual(await runAlone(client, entrants[0]!, 1));
  });

  it('leave the spec and its optimizer as they are', async () => {
    const client = await opened(iris, choices);
    const before = await currentSpec(client);
    await raced(client, { entrants, epochsPerSecond: null });
    expect(await currentSpec(client)).toEqual(before);
    const { race } = await now(client);
    expect(race?.spec).toEqual(before);
    expect(race?.entrants.map(({ optimizer }) => optimizer)).toEqual(entrants);
  });

  it('go on without one that diverged, which stays in the race as diverged', async () => {
    const client = await opened(await written('houses.csv', houses()), {
      targets: ['price'],
      hidden: [],
      epochs: 40,
      patience: 0,
    });
    const wild = newOptimizer('sgd', { learningRate: 900 });
    const { last, records } = await raced(client, { entrants: [wild, ...entrants], epochsPerSecond: null });
    expect(last.entrants.map(({ progress }) => progress.state)).toEqual([
      'diverged',
      'finished',
      'finished',
      'finished',
    ]);
    expect(records[3]).toHaveLength(40);
    expect((await now(client)).race?.entrants[0]).toMatchObject({ state: 'diverged', reason: 'diverged' });
    const plane = await client.race.plane({ steps: 11 });
    const reach = plane.x.to - plane.x.from;
    expect(plane.paths[3]?.every(({ x }) => x > plane.x.from && x < plane.x.to)).toBe(true);
    expect(reach).toBeLessThan(100);
  });

  it('run past the epochs that go in step, at full speed', async () => {
    const client = await opened(iris, { ...choices, epochs: 3_000 });
    const { last, records } = await raced(client, { entrants, epochsPerSecond: null });
    expect(last.state).toBe('finished');
    for (const history of records) expect(history.map(({ epoch }) => epoch)).toEqual(epochsTo(3_000));
  });
});

const epochsTo = (count: number) => Array.from({ length: count }, (_, k) => k + 1);

describe('steering a race', () => {
  it('takes an epoch of everybody at a time, pauses, and goes on to the same end', async () => {
    const client = await opened(iris, choices);
    const reference = await raced(client, { entrants, epochsPerSecond: null });
    const { raceId } = await client.race.start({ entrants, epochsPerSecond: 2 });
    await client.race.pause();
    const steps: number[][] = [];
    const seen = await followed(client, raceId, async ({ state, entrants: all }) => {
      if (state !== 'paused') return;
      const epochs = all.map(({ progress }) => progress.epoch);
      expect(all.every(({ progress }) => progress.state === 'paused')).toBe(true);
      const settled = epochs.every((epoch) => epoch === epochs[0]);
      if (settled && epochs[0] !== steps.at(-1)?.[0]) steps.push(epochs);
      if (steps.length < 4) await client.race.step();
      else if (steps.length === 4) {
        await client.race.pace({ epochsPerSecond: null });
        await client.race.resume();
      }
    });
    expect(steps[3]?.[0]).toBeGreaterThan(1);
    expect(seen.records).toEqual(reference.records);
  });

  it('keeps everybody at the same epoch while it goes at a pace', async () => {
    const client = await opened(iris, choices);
    const { raceId } = await client.race.start({ entrants, epochsPerSecond: 100 });
    const began = performance.now();
    await followed(client, raceId, ({ entrants: all }) => {
      const epochs = all.map(({ progress }) => progress.epoch);
      expect(Math.max(...epochs) - Math.min(...epochs)).toBeLessThanOrEqual(1);
    });
    // Twelve waits of a hundredth of a second.
    expect(performance.now() - began).toBeGreaterThan(12 * 10 - 5);
  });

  it('stops where it is, and keeps its results', async () => {
    const client = await opened(iris, { ...choices, epochs: 100_000 });
    const { raceId } = await client.race.start({ entrants, epochsPerSecond: null });
    const { last, records } = await followed(client, raceId, ({ entrants: all }) =>
      all[0]!.progress.epoch > 0 ? client.race.stop().catch(() => {}) : undefined,
    );
    expect(last.state).toBe('stopped');
    expect(records[0]!.length).toBeGreaterThan(0);
    expect((await client.race.plane({ steps: 5 })).paths[0]!.length).toBeGreaterThan(1);
    expect(await code(client.race.pause())).toBe('race_not_running');
  });

  it('tells a second window everything so far', async () => {
    const client = await opened(iris, choices);
    const { raceId } = await client.race.start({ entrants, epochsPerSecond: null });
    const first = await followed(client, raceId);
    expect((await followed(client, raceId)).records).toEqual(first.records);
  });
});

describe('a race is refused', () => {
  it('with one entrant, with seven, and with an optimizer out of its ranges', async () => {
    const client = await opened(iris, choices);
    const [one] = entrants;
    expect(await code(client.race.start({ entrants: [one!] }))).toBe('spec_invalid');
    expect(await code(client.race.start({ entrants: Array(7).fill(one) }))).toBe('spec_invalid');
    const wrong = { ...one, learningRate: -1 } as OptimizerSpec;
    expect(await code(client.race.start({ entrants: [one!, wrong] }))).toBe('spec_invalid');
    expect(await code(client.race.start({ entrants, epochsPerSecond: 0 }))).toBe('spec_invalid');
    expect((await now(client)).race).toBeNull();
  });

  it('naming the entrant that the spec makes impossible', async () => {
    const client = await opened(iris, choices);
    const call = client.race.start({ entrants: [...entrants, newOptimizer('lbfgs')] });
    await expect(call).rejects.toMatchObject({
      message: expect.stringMatching(/^Entrant 4 \(lbfgs\) cannot race: \S/),
      data: { code: 'entrant_refused', values: { entrant: 4, optimizer: 'lbfgs' } },
    });
  });

  it('while a run is in progress, and a run while a race is', async () => {
    const client = await opened(iris, { ...choices, epochs: 100_000 });
    await client.training.pace({ epochsPerSecond: 1 });
    const { runId } = await client.training.start({ threads: 1 });
    expect(await code(client.race.start({ entrants }))).toBe('run_busy');
    await client.training.stop();
    for await (const _ of await client.training.watch({ runId }));
    await client.race.start({ entrants, epochsPerSecond: 1 });
    expect(await code(client.training.start({}))).toBe('race_busy');
    expect(await code(client.race.start({ entrants }))).toBe('race_busy');
    const spec = await currentSpec(client);
    expect(await code(client.spec.set({ revision: Number.MAX_SAFE_INTEGER, spec }))).toBe('race_busy');
    await client.race.close();
    expect((await now(client)).race).toBeNull();
    expect(await code(client.race.plane({ steps: 5 }))).toBe('race_needed');
  });

  it('where its entrants together do not fit into memory', async () => {
    const client = await opened(iris, { ...choices, hidden: [6_000, 6_000] });
    const call = client.race.start({ entrants: Array(6).fill(newOptimizer('adam')) });
    await expect(call).rejects.toMatchObject({
      message: expect.stringMatching(/^6 entrants together need \d+\.\d GiB/),
      data: { code: 'race_too_large', values: { entrants: 6 } },
    });
  });
});

describe('what the engine holds of a race', () => {
  /** The engine, with a count of the runs that were not disposed of. */
  function counted(engine: Engine): { engine: Engine; held: () => number } {
    let held = 0;
    return {
      held: () => held,
      engine: {
        ...engine,
        createRun(config) {
          const run = engine.createRun(config);
          held++;
          let there = true;
          return {
            ...run,
            dispose() {
              run.dispose();
              if (there) held--;
              there = false;
            },
          };
        },
      },
    };
  }

  it('is freed when it is closed, when its entrants end, and when another table is opened', async () => {
    const { engine, held } = counted(loadEngine());
    const home = await mkdtemp(join(tmpdir(), 'chainrule-'));
    const backend = await createBackend({ home, engine, allowPaths: true, restore: false });
    try {
      const client = createRouterClient(backend.router);
      const file = { kind: 'path', path: iris } as const;
      await client.dataset.open({ file });
      await client.spec.propose(choices);
      await client.race.start({ entrants, epochsPerSecond: 1 });
      expect(held()).toBe(3);
      await client.race.close();
      expect(held()).toBe(0);

      await raced(client, { entrants, epochsPerSecond: null });
      expect(held()).toBe(0);
      await client.dataset.open({ file });
      await stateWhere(client, ({ race }) => race === null);
    } finally {
      await backend.dispose();
      await rm(home, { recursive: true, force: true });
    }
  });
});
