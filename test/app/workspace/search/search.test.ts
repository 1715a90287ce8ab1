// The search for the best network through the backend with the real engine.
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type Candidate,
  keptSearchSchema,
  type SearchInput,
  type SearchUpdate,
} from '../../../../app/contract/run/search.ts';
import {
  type Client,
  code,
  currentSpec,
  now,
  opened,
  runOf,
  trained,
  written,
} from '../table/openedTable.ts';

const cars = resolve('examples/cars.csv');
const iris = resolve('examples/iris.csv');
const choices = { targets: ['Miles_per_Gallon'], epochs: 27, patience: 0, seed: 3 };

interface Found {
  last: SearchUpdate;
  candidates: Map<number, Candidate>;
  updates: SearchUpdate[];
}

async function followed(client: Client, each: (update: SearchUpdate) => unknown = () => {}): Promise<Found> {
  const candidates = new Map<number, Candidate>();
  const updates: SearchUpdate[] = [];
  for await (const update of await client.search.watch()) {
    for (const { curve: _, ...candidate } of update.candidates) candidates.set(candidate.index, candidate);
    updates.push(update);
    await each(update);
  }
  return { last: updates.at(-1)!, candidates, updates };
}

async function found(client: Client, input: SearchInput): Promise<Found> {
  await client.search.start(input);
  return followed(client);
}

/** All that must not depend on time and threads. */
const results = ({ last, candidates }: Found) => ({
  winner: last.winner,
  standings: last.standings,
  candidates: [...candidates.values()].map(({ seconds: _, ...candidate }) => candidate),
});

async function kept(client: Client): Promise<string> {
  const { runId } = await client.search.keep({ candidate: 'winner', threads: 1 });
  for await (const _ of await client.training.watch({ runId }));
  return runId;
}

describe('a search', () => {
  it('compares candidates rung by rung, and touches no test row', async () => {
    const client = await opened(cars, choices);
    const { last, candidates, updates } = await found(client, { budget: { candidates: 9 } });
    expect(updates[0]!.state).toBe('running');
    expect(last).toMatchObject({ state: 'finished', problem: null });
    const { rungs, rows, metric, trainings, folds } = last.search!;
    expect(rungs).toEqual([
      { epochs: 5, candidates: 9, ended: 9 },
      { epochs: 14, candidates: 4, ended: 4 },
      { epochs: 27, candidates: 4, ended: 4 },
    ]);
    expect({ rows, metric, folds }).toEqual({ rows: { searched: 338, test: 60 }, metric: 'rmse', folds: 5 });
    expect(trainings).toBe((9 + 4 + 4) * 5);
    const states = [...candidates.values()].map(({ state }) => state);
    expect(states.filter((state) => state === 'finished')).toHaveLength(4);
    expect(states.filter((state) => state === 'dropped')).toHaveLength(5);
    expect(candidates.get(0)).toMatchObject({ kind: 'proposal', state: 'finished' });
    expect(last.standings).toHaveLength(9);
    for (const { score } of candidates.values()) expect(score!.folds).toHaveLength(5);
    expect((await now(client)).search).toMatchObject({ state: 'finished', ended: 9, candidates: 9 });
  });

  it('finds the same winner and scores with any number of threads', async () => {
    const all: unknown[] = [];
    for (const threads of [1, 3]) {
      const client = await opened(cars, choices);
      // The last two are trained by Huber's loss.
      all.push(results(await found(client, { budget: { candidates: 10 }, threads })));
      await client.search.close();
    }
    expect(all[1]).toEqual(all[0]);
  });

  it("compares all candidates by the RMSE of the target, those that Huber's loss trains too", async () => {
    const client = await opened(cars, choices);
    const { candidates } = await found(client, { budget: { candidates: 10 } });
    const [plain, robust] = [candidates.get(1)!, candidates.get(8)!];
    expect([plain, robust].map(({ kind, settings }) => [kind, settings.loss])).toEqual([
      ['linear', 'meanSquaredError'],
      ['linear', 'huber'],
    ]);
    // Two linear models of miles per gallon; the one that makes the squared error small has the smaller one.
    expect(robust.firstScore! / plain.firstScore!).toBeGreaterThan(1);
    expect(robust.firstScore! / plain.firstScore!).toBeLessThan(1.1);
  });

  it('of one candidate compares the proposal with nothing, and says so', async () => {
    const client = await opened(iris, {
      targets: ['species'],
      epochs: 12,
      patience: 0,
      hidden: [4],
      seed: 2,
    });
    const { last, candidates } = await found(client, { budget: { candidates: 1 } });
    expect(candidates.get(0)).toMatchObject({ kind: 'proposal', epoch: 12, state: 'finished' });
    expect(last.winner).toMatchObject({ candidate: 0, lead: null, sentence: { code: 'only' } });
  });

  it('sends every candidate to a page that connects late', async () => {
    const client = await opened(cars, choices);
    await found(client, { budget: { candidates: 5 } });
    const [only, ...others] = (await followed(client)).updates;
    expect(others).toEqual([]);
    expect(only!.candidates.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
    expect(only!.effects!.length).toBeGreaterThan(0);
    for (const { curve, epoch } of only!.candidates) expect(curve.at(-1)!.epoch).toBe(epoch);
  });

  it('with a budget in seconds says how many it reached, and that number finds the same winner', async () => {
    const client = await opened(cars, { ...choices, epochs: 6 });
    const timed = await found(client, { budget: { seconds: 1 } });
    expect(timed.last.state).toBe('finished');
    const reached = timed.last.search!.rungs[0]!.candidates!;
    await client.search.close();
    const counted = await found(client, { budget: { candidates: reached } });
    expect(counted.last.winner).toEqual(timed.last.winner);
    expect(counted.last.standings).toEqual(timed.last.standings);
  });

  it('that is stopped keeps the best so far', async () => {
    const client = await opened(cars, { ...choices, epochs: 2_000 });
    await client.search.start({ budget: { candidates: 200 } });
    const { last } = await followed(client, ({ winner }) => (winner === null ? null : client.search.stop()));
    expect(last.state).toBe('stopped');
    expect(last.winner).not.toBeNull();
    await kept(client);
    expect((await runOf(client)).metrics).not.toBeNull();
  });

  it('goes on where it was stopped, and finds what one without a stop finds', async () => {
    const client = await opened(cars, choices);
    await client.search.start({ budget: { candidates: 12 } });
    await followed(client, ({ standings }) => (standings.length >= 3 ? client.search.stop() : null));
    const again = results(await found(client, { budget: { candidates: 12 } }));
    await client.search.close();
    expect(again).toEqual(results(await found(client, { budget: { candidates: 12 } })));
  });
});

describe('what a search has found', () => {
  it('becomes the spec, or a run that keeps how it was found', async () => {
    const client = await opened(cars, choices);
    const { last } = await found(client, { budget: { candidates: 5 } });
    const index = last.standings[1]!;
    const spec = await client.search.spec({ candidate: index });
    expect(spec.training.ensemble).toEqual({ folds: 5, seeds: 1 });
    const alone = await client.search.spec({ candidate: index, ensemble: false });
    expect(alone.training.ensemble).toBeUndefined();
    await client.search.take({ candidate: index });
    expect(await currentSpec(client)).toEqual(spec);
    const runId = await kept(client);
    const { folder } = await runOf(client);
    const trail = keptSearchSchema.parse(JSON.parse(await readFile(join(folder, 'search.json'), 'utf8')));
    expect(trail).toMatchObject({ reached: 5, chosen: last.winner!.candidate, state: 'finished' });
    expect(trail.candidates).toHaveLength(5);
    expect(await client.search.ofRun({ runId })).toEqual(trail);
    const { foundBy } = await client.models.report({ model: { kind: 'run', id: runId } });
    expect(foundBy).toEqual({ compared: 5, isWinner: true });
  });

  it('is nothing for a run that no search found', async () => {
    const client = await opened(iris, { targets: ['species'], epochs: 2 });
    const runId = await trained(client);
    expect(await client.search.ofRun({ runId })).toBeNull();
  });

  it('is discarded with the table', async () => {
    const client = await opened(cars, choices);
    await found(client, { budget: { candidates: 2 } });
    await client.dataset.open({ file: { kind: 'path', path: iris } });
    expect((await now(client)).search).toBeNull();
    expect(await code(client.search.keep({ candidate: 'winner' }))).toBe('search_needed');
  });
});

describe('outliers in the target', () => {
  /** A line; every seventh row is far off it. */
  const rows = Array.from({ length: 140 }, (_, k) => {
    const x = (k * 37) % 140;
    const noise = ((k * 53) % 17) / 40;
    return `${x / 10},${(x / 5 + noise + (k % 7 === 0 ? ((k * 29) % 41) - 5 : 0)).toFixed(3)}`;
  });

  it("make a candidate with Huber's loss the winner, which sentence, search.json and run name", async () => {
    const client = await opened(await written('outliers.csv', ['x,y', ...rows]), {
      ...choices,
      targets: ['y'],
    });
    const { last, candidates } = await found(client, { budget: { candidates: 9 } });
    const { candidate, sentence } = last.winner!;
    expect(candidates.get(candidate)!.settings.loss).toBe('huber');
    expect(sentence.message).toContain("Its loss is Huber's");
    await kept(client);
    const { folder, spec } = await runOf(client);
    const trail = keptSearchSchema.parse(JSON.parse(await readFile(join(folder, 'search.json'), 'utf8')));
    expect(trail.candidates[trail.chosen]!.settings.loss).toBe('huber');
    expect(trail.metric).toBe('rmse');
    expect(spec.training.loss).toBe('huber');
  });

  it('leave a search whose spec asks for a quantile with that loss', async () => {
    const client = await opened(await written('outliers.csv', ['x,y', ...rows]), {
      ...choices,
      targets: ['y'],
      loss: 'quantile',
    });
    const { candidates } = await found(client, { budget: { candidates: 9 } });
    for (const { settings } of candidates.values()) expect(settings.loss).toBe('quantile');
  });
});

describe('a search is refused', () => {
  it('beside another one, a run or a change of the spec', async () => {
    const client = await opened(cars, { ...choices, epochs: 5_000 });
    await client.search.start({ budget: { candidates: 100 } });
    expect(await code(client.search.start({}))).toBe('search_busy');
    expect(await code(client.training.start({}))).toBe('search_busy');
    expect(await code(client.spec.propose(choices))).toBe('search_busy');
    await client.search.stop();
    expect((await now(client)).search!.state).toBe('stopped');
  });

  it.each([3, 9])('for a table of %i rows', async (count) => {
    const rows = Array.from({ length: count }, (_, k) => `${k},${k % 4}.5`);
    const client = await opened(await written('small.csv', ['x,y', ...rows]), { targets: ['y'] });
    expect(await code(client.search.start({}))).toBe('search_refused');
    expect((await now(client)).search).toBeNull();
  });

  it('without a table, without a target, and with a budget of nothing', async () => {
    const client = await opened(iris, { targets: ['species'] });
    expect(await code(client.search.start({ budget: { candidates: 0 } }))).not.toBe('no error');
    expect(await code(client.search.keep({ candidate: 'winner' }))).toBe('search_needed');
    expect(await code(client.search.resume())).toBe('search_needed');
    await client.workspace.close();
    expect(await code(client.search.start({}))).toBe('dataset_needed');
  });
});

describe('five times as many columns as rows', () => {
  it('are best read by a linear model with a strong penalty', async () => {
    // A few columns matter, the others are noise.
    let state = 7;
    const random = () => {
      state = (state * 16_807) % 2_147_483_647;
      return state / 2_147_483_647 - 0.5;
    };
    const rows = Array.from({ length: 80 }, () => {
      const values = Array.from({ length: 400 }, () => random().toFixed(3));
      const y = values.slice(0, 40).reduce((sum, value) => sum + Number(value), 0) + random() / 4;
      return [...values, y.toFixed(4)].join(',');
    });
    const names = [...Array.from({ length: 400 }, (_, k) => `c${k}`), 'y'].join(',');
    const file = await written('wide.csv', [names, ...rows]);
    const client = await opened(file, { targets: ['y'], epochs: 27 });
    const { last, candidates } = await found(client, { budget: { candidates: 11 } });
    expect(candidates.get(last.winner!.candidate)).toMatchObject({ kind: 'linear' });
  }, 60_000);
});

it('a home that cannot be written costs only that the search could not go on after a crash', async () => {
  const client = await opened(cars, choices);
  const { home } = await client.app.info();
  await writeFile(join(home, 'searches'), 'in the way');
  const { last } = await found(client, { budget: { candidates: 3 } });
  expect(last.state).toBe('finished');
  expect(last.winner).not.toBeNull();
  expect(last.problem).toContain('searches');
});
