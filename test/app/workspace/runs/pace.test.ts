// A run at a pace for a person to watch: the same bits, in its own time, one running state all the while.
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Client, opened, runOf } from '../table/openedTable.ts';

const iris = resolve('examples/iris.csv');

async function statesOfRun(
  client: Client,
  atEpoch: (epoch: number) => Promise<unknown> | undefined = () => undefined,
) {
  const { runId } = await client.training.start({ threads: 1 });
  const states = new Set<string>();
  const seen: number[] = [];
  for await (const { progress } of await client.training.watch({ runId })) {
    states.add(progress.state);
    if (seen.at(-1) !== progress.epoch) {
      seen.push(progress.epoch);
      await atEpoch(progress.epoch);
    }
  }
  return { states: [...states], seen, run: await runOf(client) };
}

/** Once the run's record holds a change. */
async function changed(client: Client) {
  for await (const { run } of await client.workspace.watch()) if (run?.changes.length) return run.progress;
}

const choices = { targets: ['species'], hidden: [4], epochs: 8, patience: 0, seed: 2 };

describe('a run at a pace', () => {
  it('takes its time, is running all the while, and ends in the same bits', async () => {
    const client = await opened(iris, choices);
    const { run: fast } = await statesOfRun(client);
    await client.training.pace({ epochsPerSecond: 20 });
    const began = performance.now();
    const { run, states } = await statesOfRun(client);
    // Eight epochs are seven waits of a twentieth of a second.
    expect(performance.now() - began).toBeGreaterThan(7 * 50 - 20);
    expect(states).not.toContain('paused');
    expect(run.fingerprint).toBe(fast.fingerprint);
  });

  it('can be let go at full speed', async () => {
    const client = await opened(iris, { ...choices, epochs: 2_000 });
    await client.training.pace({ epochsPerSecond: 4 });
    const { run } = await statesOfRun(client, (epoch) =>
      epoch === 1 ? client.training.pace({ epochsPerSecond: null }) : undefined,
    );
    expect(run.progress).toMatchObject({ state: 'finished', epoch: 2_000 });
  });

  it('pauses between two epochs, and goes on', async () => {
    const client = await opened(iris, choices);
    await client.training.pace({ epochsPerSecond: 2 });
    const { run, states } = await statesOfRun(client, async (epoch) => {
      if (epoch !== 1) return;
      await client.training.pause();
      expect((await runOf(client)).progress).toMatchObject({ state: 'paused', epoch: 1 });
      await client.training.pace({ epochsPerSecond: 60 });
      await client.training.resume();
    });
    expect(states).toContain('running');
    expect(run.progress).toMatchObject({ state: 'finished', epoch: 8 });
  });

  it('stops between two epochs', async () => {
    const client = await opened(iris, choices);
    await client.training.pace({ epochsPerSecond: 2 });
    const { run } = await statesOfRun(client, (epoch) => (epoch === 1 ? client.training.stop() : undefined));
    expect(run.progress).toMatchObject({ state: 'stopped', epoch: 1 });
  });

  it('shows epoch 0 before the first step, and can be paused and stopped there', async () => {
    const client = await opened(iris, choices);
    await client.training.pace({ epochsPerSecond: 1_000 });
    const began = performance.now();
    await statesOfRun(client);
    // At this pace the eight epochs themselves take hundredths of a second.
    expect(performance.now() - began).toBeGreaterThan(400 - 20);
    const { runId } = await client.training.start({ threads: 1 });
    expect((await runOf(client)).progress).toMatchObject({ state: 'running', epoch: 0 });
    const optimizer = (await runOf(client)).spec.training.optimizer;
    await client.training.pause();
    await client.training.change({ optimizer });
    expect(await changed(client)).toMatchObject({ state: 'paused', epoch: 0, step: 0 });
    await client.training.resume();
    await client.training.stop();
    for await (const _ of await client.training.watch({ runId }));
    expect((await runOf(client)).progress).toMatchObject({ state: 'stopped', epoch: 0 });
  });
});
