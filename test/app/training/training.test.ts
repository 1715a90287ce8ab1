// A run's own bookkeeping, driven through the engine's port by a double that reports what it is told to.
import { describe, expect, it } from 'vitest';
import type {
  Change,
  Checkpoint,
  CheckpointPosition,
  EpochRecord,
  Progress,
} from '../../../app/contract/run/training.ts';
import type { EngineRun, Snapshot } from '../../../app/engine/engine.ts';
import type { RunStore } from '../../../app/training/runStore.ts';
import { Training } from '../../../app/training/training.ts';

const checkpoint: Checkpoint = {
  epoch: 2,
  step: 6,
  best: { epoch: 1, loss: 0.5 },
  sinceBest: 1,
  layers: [],
  bestLayers: [],
  slots: [],
  scalars: [],
};

class EngineRunDouble implements EngineRun {
  disposed = false;
  #listener: (snapshot: Snapshot) => void = () => {};
  onSnapshot(listener: (snapshot: Snapshot) => void) {
    this.#listener = listener;
  }
  start() {}
  pause() {
    this.report({ state: 'paused', epoch: 2, records: [record(1), record(2)] });
  }
  step() {}
  stop() {}
  change() {}
  rewind() {
    this.report({ state: 'ready' });
  }
  weights() {
    return [];
  }
  newestRows() {
    return { rows: new Uint32Array(), taken: false };
  }
  /** How often one was asked for. */
  copies = 0;
  checkpoint() {
    if (this.disposed) throw new Error('This run was disposed of.');
    this.copies++;
    return checkpoint;
  }
  kept: CheckpointPosition[] = [];
  checkpoints() {
    return this.kept;
  }
  checkpointAt() {
    return checkpoint;
  }
  forgetHistory() {
    this.kept = [];
  }
  dispose() {
    this.disposed = true;
  }
  report(change: Partial<Snapshot>) {
    this.#listener({
      state: 'running',
      epoch: 0,
      step: 0,
      stepsPerEpoch: 3,
      seconds: 0,
      rowsPerSecond: 100,
      best: null,
      learningRate: 0.01,
      reason: null,
      divergedAt: null,
      cause: null,
      updateRatios: null,
      historyVersion: 0,
      records: [],
      changes: [],
      ...change,
    });
  }
}

class StoreDouble implements RunStore {
  history: EpochRecord[] = [];
  checkpoints = 0;
  states: Progress['state'][] = [];
  failure: Error | null = null;
  async appendHistory(records: EpochRecord[]) {
    if (this.failure !== null) throw this.failure;
    for (const record of records) this.history.push(record);
  }
  changes: readonly Change[] = [];
  async saveProgress(progress: Progress, changes: readonly Change[]) {
    this.states.push(progress.state);
    this.changes = [...changes];
  }
  async forget() {
    this.history.length = 0;
  }
  async saveCheckpoint() {
    this.checkpoints++;
  }
}

const record = (epoch: number): EpochRecord => ({
  epoch,
  trainLoss: 1 / epoch,
  validationLoss: 2 / epoch,
  learningRate: 0.01,
  validationScore: null,
});

function begin(options: Partial<ConstructorParameters<typeof Training>[2]> = {}) {
  const run = new EngineRunDouble();
  const store = new StoreDouble();
  const training = new Training(run, store, { epochs: 10, onChange: () => {}, ...options });
  return { run, store, training };
}

describe('Training', () => {
  it('joins the records of many snapshots to one history, on disk too', async () => {
    const { run, store, training } = begin();
    run.report({ epoch: 1, records: [record(1)] });
    run.report({ epoch: 3, records: [record(2), record(3)] });
    run.report({ epoch: 3, state: 'stopped', reason: 'stopped' });
    await training.ended;
    expect(training.records.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(store.history).toEqual(training.records);
  });

  it('asks for the checkpoints when they have changed, and keeps none that lies beyond the snapshot', () => {
    const { run, training } = begin();
    run.kept = [1, 2, 3].map((epoch) => ({ epoch, step: 3 * epoch }));
    run.report({ epoch: 2, step: 7, historyVersion: 2 });
    const before = training.checkpoints;
    expect(before.map(({ epoch }) => epoch)).toEqual([1, 2]);
    run.report({ epoch: 2, step: 8, historyVersion: 2 });
    expect(training.checkpoints).toBe(before);
    run.report({ epoch: 3, step: 9, historyVersion: 3 });
    expect(training.checkpoints).toHaveLength(3);
    training.forgetCheckpoints();
    expect(training.checkpoints).toEqual([]);
  });

  it('copies the present weights once between two snapshots', () => {
    const { run, training } = begin();
    run.report({ epoch: 1, step: 3 });
    const first = training.weights('last');
    expect(training.weights('last')).toBe(first);
    run.report({ epoch: 1, step: 4 });
    expect(training.weights('last')).not.toBe(first);
  });

  it('estimates the time left from the epochs done', () => {
    const { run, training } = begin();
    expect(training.progress.secondsLeft).toBeNull();
    run.report({ epoch: 4, seconds: 2 });
    expect(training.progress.secondsLeft).toBeCloseTo(3);
  });

  it('counts time and epochs on from what an earlier process trained', () => {
    const { run, training } = begin({ earlier: [record(1), record(2)], earlierSeconds: 5 });
    run.report({ epoch: 3, seconds: 1, records: [record(3)] });
    expect(training.progress.seconds).toBe(6);
    expect(training.records).toHaveLength(3);
  });

  it('keeps a checkpoint when it is paused', async () => {
    const { run, store, training } = begin();
    run.report({ state: 'running' });
    run.report({ state: 'paused', epoch: 2, records: [record(1), record(2)] });
    await training.flushed();
    expect(store.checkpoints).toBeGreaterThan(0);
    expect(store.states.at(-1)).toBe('paused');
  });

  it('takes no second checkpoint of the same epoch when it goes on', async () => {
    const { run, store, training } = begin();
    run.report({ state: 'paused', epoch: 2, records: [record(1), record(2)] });
    await training.flushed();
    run.report({ state: 'running', epoch: 2 });
    await training.flushed();
    expect([run.copies, store.checkpoints]).toEqual([1, 1]);
    expect(store.states).toEqual(['paused', 'running']);
  });

  it('takes one of the epoch that it begins from, in the middle of another run', async () => {
    const { run, store, training } = begin({ earlier: [record(1), record(2)] });
    run.report({ state: 'running', epoch: 2 });
    await training.flushed();
    expect([run.copies, store.checkpoints]).toEqual([1, 1]);
  });

  it('takes one again of an epoch that came before, after a rewind', async () => {
    const { run, store, training } = begin();
    run.report({ state: 'paused', epoch: 2, records: [record(1), record(2)] });
    training.rewind();
    run.report({ state: 'paused', epoch: 2, records: [record(1), record(2)] });
    await training.flushed();
    expect(run.copies).toBe(2);
    expect(store.checkpoints).toBeGreaterThan(0);
  });

  it('holds a checkpoint back until the history on disk has reached its epoch', async () => {
    const { run, store, training } = begin();
    run.report({ state: 'running', epoch: 1, records: [record(1)] });
    await training.flushed();
    expect(store.checkpoints).toBe(0);
    run.report({ epoch: 2, records: [record(2)] });
    await training.flushed();
    expect(store.checkpoints).toBe(1);
  });

  it('keeps a checkpoint of the last moment when it is closed while running', async () => {
    const { run, store, training } = begin();
    run.report({ state: 'running' });
    await training.dispose();
    expect(run.disposed).toBe(true);
    expect(store.checkpoints).toBeGreaterThan(0);
    expect(store.states.at(-1)).toBe('paused');
    expect(store.history.map(({ epoch }) => epoch)).toEqual([1, 2]);
  });

  it('takes more epochs at once than a call can have arguments', async () => {
    const { run, store, training } = begin();
    run.report({ epoch: 300_000, records: Array.from({ length: 300_000 }, (_, i) => record(i + 1)) });
    await training.flushed();
    expect(training.records).toHaveLength(300_000);
    expect(store.history.length).toBe(300_000);
  });

  it('takes nothing of what the engine still had to say when it was disposed of', async () => {
    const run = new EngineRunDouble();
    const store = new StoreDouble();
    const training = new Training(run, store, { epochs: 10, onChange: () => {} });
    run.report({ epoch: 1, records: [record(1)] });
    await training.dispose();
    const { checkpoints } = store;
    run.report({ state: 'stopped', epoch: 3, records: [record(3)] });
    await training.flushed();
    expect(store.checkpoints).toBe(checkpoints);
    expect(training.records.map(({ epoch }) => epoch)).toEqual([1, 1, 2]);
  });

  it('goes on when the disk is full, says so, and writes everything once there is room', async () => {
    const { run, store, training } = begin();
    store.failure = new Error('The disk is full.');
    run.report({ epoch: 1, records: [record(1)] });
    await training.flushed();
    expect(training.notSaved?.message).toBe('The disk is full.');
    store.failure = null;
    run.report({ epoch: 2, records: [record(2)] });
    await training.flushed();
    expect(training.notSaved).toBeNull();
    expect(store.history.map(({ epoch }) => epoch)).toEqual([1, 2]);
  });

  it('keeps changes as soon as they are taken, in the order of their steps', async () => {
    const { run, store, training } = begin({ earlierChanges: [{ step: 90, batchSize: 8 }] });
    run.report({ epoch: 1, records: [record(1)], changes: [{ step: 85, batchSize: 16 }] });
    await training.flushed();
    expect(training.changes).toEqual([
      { step: 85, batchSize: 16 },
      { step: 90, batchSize: 8 },
    ]);
    expect(store.changes).toEqual(training.changes);
  });

  it('begins anew after a rewind, on disk too', async () => {
    const { run, store, training } = begin({ earlierSeconds: 5 });
    run.report({
      epoch: 2,
      seconds: 1,
      records: [record(1), record(2)],
      changes: [{ step: 3, batchSize: 8 }],
    });
    training.rewind();
    expect(training.progress).toMatchObject({ state: 'ready', epoch: 0, seconds: 0 });
    expect([training.records, training.changes]).toEqual([[], []]);
    await training.flushed();
    expect([store.history, store.changes]).toEqual([[], []]);
    run.report({ epoch: 1, records: [record(1)] });
    await training.flushed();
    expect(store.history).toEqual([record(1)]);
  });

  it('forgets a change that is reported only with the rewind', () => {
    const { run, training } = begin();
    run.rewind = () => run.report({ state: 'ready', changes: [{ step: 10, batchSize: 8 }] });
    training.change({ batchSize: 8 });
    expect(training.asked).toEqual({ batchSize: 8 });
    training.rewind();
    expect([training.changes, training.asked]).toEqual([[], {}]);
  });
});
