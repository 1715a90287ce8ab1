// How many trainings share the places, with the real engine on a table of twenty rows.
import { describe, expect, it } from 'vitest';
import { newLayer } from '../../../../app/contract/spec/layers.ts';
import { defaultLossSettings } from '../../../../app/contract/spec/losses.ts';
import { newOptimizer } from '../../../../app/contract/spec/optimizers.ts';
import { defaultRegularization } from '../../../../app/contract/spec/regularization.ts';
import { defaultSchedule } from '../../../../app/contract/spec/schedules.ts';
import { defaultStopping } from '../../../../app/contract/spec/stopping.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import type { RunConfig } from '../../../../app/engine/runConfig.ts';
import { fingerprint } from '../../../../app/export/fingerprint.ts';
import { rounded } from '../../../../app/export/rounding.ts';
import type { Training } from '../../../../app/training/training.ts';
import { Training as MemoryTraining } from '../../../../app/training/training.ts';
import { Cohort, sharedThreads, type Work } from '../../../../app/workspace/cohort/cohort.ts';

const engine = loadEngine();
const features = Float32Array.from({ length: 40 }, (_, k) => Math.sin(k));
const rows = { rows: 20, features, targets: features.slice(0, 20), weights: null };
const store = {
  appendHistory: async () => {},
  saveProgress: async () => {},
  saveCheckpoint: async () => {},
  forget: async () => {},
};

function config(seed: number, more: Partial<RunConfig> = {}): RunConfig {
  return {
    network: { inputs: 2, layers: [newLayer(8, 'tanh'), newLayer(1, 'linear')] },
    ...{ loss: 'meanSquaredError', lossSettings: defaultLossSettings, optimizer: newOptimizer('adam') },
    ...{ schedule: defaultSchedule, regularization: defaultRegularization, stopping: defaultStopping },
    ...{ batchSize: 4, epochs: 50, patience: 0, precision: 'float32', seed, threads: 1, changes: [] },
    ...{ train: rows, validation: null },
    ...more,
  } as RunConfig;
}

interface Log {
  begun: number[];
  training: Set<number>;
  most: number;
}

function work(seed: number, log: Log, more: Partial<RunConfig> = {}): Work<string> {
  return {
    async begin(changed) {
      log.begun.push(seed);
      const run = engine.createRun(config(seed, more));
      const epochs = more.epochs ?? 50;
      const training: Training = new MemoryTraining(run, store, {
        epochs,
        onChange: () => {
          if (training.progress.state === 'running') log.training.add(seed);
          else log.training.delete(seed);
          log.most = Math.max(log.most, log.training.size);
          changed();
        },
      });
      return training;
    },
    finish: async (training) => fingerprint(rounded(training.weights('best'))),
  };
}

const newLog = (): Log => ({ begun: [], training: new Set(), most: 0 });

async function trained(atOnce: number, seeds: number[]): Promise<{ results: (string | null)[]; log: Log }> {
  const log = newLog();
  const cohort = new Cohort<string>({ atOnce, changed: () => {} });
  for (const seed of seeds) cohort.add(work(seed, log));
  await cohort.ended();
  return { results: cohort.members.map(({ result }) => result), log };
}

describe('a cohort', () => {
  it('gives the same bits for any number of places, and begins in order', async () => {
    const seeds = [5, 3, 8, 1, 2];
    const [one, three] = [await trained(1, seeds), await trained(3, seeds)];
    expect(three.results).toEqual(one.results);
    expect(new Set(one.results).size).toBe(5);
    expect(one.log).toMatchObject({ begun: seeds, most: 1 });
    expect(three.log.begun).toEqual(seeds);
  });

  it('ends one without the others, and never begins one that was aborted before', async () => {
    const log = newLog();
    const cohort = new Cohort<string>({ atOnce: 1, changed: () => {} });
    const long = cohort.add(work(1, log, { epochs: 1_000_000 }));
    const next = cohort.add(work(2, log));
    const last = cohort.add(work(3, log));
    cohort.abort(last);
    cohort.abort(long);
    await cohort.ended();
    expect(log.begun).not.toContain(3);
    expect([long.state, next.state, last.state]).toEqual(['stopped', 'finished', 'stopped']);
    expect(next.result).not.toBeNull();
    expect(last.result).toBeNull();
  });

  it('goes on where one diverges and one cannot begin', async () => {
    const log = newLog();
    const cohort = new Cohort<string>({ atOnce: 2, changed: () => {} });
    const wild = work(1, log, { optimizer: newOptimizer('sgd', { learningRate: 1_000 }) });
    const diverged = cohort.add(wild);
    const failed = cohort.add({
      ...work(2, log),
      begin: () => Promise.reject(new DOMException('No.', 'AbortError')),
    });
    const fine = cohort.add(work(3, log));
    await cohort.ended();
    expect([diverged.state, failed.state, fine.state]).toEqual(['diverged', 'failed', 'finished']);
    expect(failed.failure).toBe('No.');
  });

  it('takes further work while others train', async () => {
    const log = newLog();
    const cohort = new Cohort<string>({ atOnce: 1, changed: () => {} });
    cohort.add(work(1, log));
    const ended = cohort.ended();
    cohort.add(work(2, log));
    await ended;
    expect(cohort.members.map(({ state }) => state)).toEqual(['finished', 'finished']);
    expect(cohort.over).toBe(true);
  });
});

it.each([
  [2, 5, { atOnce: 2, each: 1 }],
  [16, 5, { atOnce: 5, each: 3 }],
  [1, 5, { atOnce: 1, each: 1 }],
])('%i threads for %i trainings', (threads, count, expected) => {
  expect(sharedThreads(threads, count)).toEqual(expected);
});
