// Changes in mid-run, rewinding and replaying: whatever a person did, the same changes at the same steps give the same
// bits. For every optimizer, with a schedule, clipping, validation and a ragged last batch.
import { describe, expect, test } from 'vitest';
import type { Change, EpochRecord } from '../../../../app/contract/run/training.ts';
import { newOptimizer, type OptimizerSpec, optimizers } from '../../../../app/contract/spec/optimizers.ts';
import { defaultRegularization } from '../../../../app/contract/spec/regularization.ts';
import type { EngineRun, Snapshot } from '../../../../app/engine/engine.ts';
import type { TrainConfig } from '../../../../app/engine/runConfig.ts';
import { noise } from '../harness/chance.ts';
import { classifier } from '../harness/config.ts';
import { fingerprint } from '../harness/fingerprint.ts';
import { create, ended, finish, reached } from '../harness/run.ts';

const epochs = 6;

/** As hard a run as each optimizer takes. */
function runOf(type: OptimizerSpec['type'], precision: TrainConfig['precision'] = 'float32'): TrainConfig {
  const optimizer = newOptimizer(type);
  const full = type === 'lbfgs' || type === 'rProp';
  const regularization = { ...defaultRegularization, clipNorm: 0.5, maxNorm: 2, l1: 1e-4 };
  return classifier({
    optimizer,
    epochs,
    precision,
    batchSize: full ? 'full' : 16,
    schedule:
      type === 'lbfgs'
        ? { type: 'constant' }
        : { type: 'reduceOnPlateau', factor: 0.5, patience: 1, threshold: 0.1, minimum: 0 },
    ...(type === 'lbfgs' ? {} : { regularization }),
  });
}

/** `optimizer` with another learning rate. */
const at = <Spec extends OptimizerSpec>(optimizer: Spec, learningRate: number): Spec => ({
  ...optimizer,
  learningRate,
});

interface Outcome {
  bits: string;
  records: EpochRecord[];
  changes: Change[];
  run: EngineRun;
}

/** Goes by single steps, and says something to the run after some of them. */
async function steer(run: EngineRun, say: (step: number) => void): Promise<Outcome> {
  const records: EpochRecord[] = [];
  const changes: Change[] = [];
  const last = await new Promise<Snapshot>((resolve) => {
    let asked = -1;
    run.onSnapshot((snapshot) => {
      records.push(...snapshot.records);
      changes.push(...snapshot.changes);
      if (snapshot.state === 'finished') resolve(snapshot);
      // A change sends a snapshot too.
      if (snapshot.state !== 'paused' || snapshot.step === asked) return;
      asked = snapshot.step;
      say(snapshot.step);
      run.step('batch');
    });
    run.step('batch');
  });
  expect(last.reason === 'epochs' || last.reason === 'converged').toBe(true);
  return { bits: fingerprint(run.weights('last')) + fingerprint(run.weights('best')), records, changes, run };
}

async function straight(run: EngineRun): Promise<Outcome> {
  const { records } = await finish(run);
  return {
    bits: fingerprint(run.weights('last')) + fingerprint(run.weights('best')),
    records,
    changes: [],
    run,
  };
}

describe.each(optimizers)('%s', (type) => {
  const config = runOf(type);
  const full = config.batchSize === 'full';
  const [first, second] = full ? [2, 4] : [5, 17];
  // Of RProp the learning rate is the first step's alone.
  const slower: OptimizerSpec =
    config.optimizer.type === 'rProp'
      ? { ...config.optimizer, etaPlus: 1.05 }
      : at(config.optimizer, config.optimizer.learningRate / 3);
  const say = (run: EngineRun) => (step: number) => {
    if (step === first) run.change({ optimizer: slower });
    if (step === second) run.change(full ? { optimizer: config.optimizer } : { batchSize: 40 });
  };

  test('ends with the same bits when its changes are replayed, from the start or from any checkpoint', async () => {
    const undisturbed = await straight(create(config));
    const run = create(config);
    const steered = await steer(run, say(run));
    expect(steered.bits).not.toBe(undisturbed.bits);
    expect(steered.changes.map(({ step }) => step)).toEqual([first, second]);
    expect(steered.changes[0]!.optimizer).toEqual(slower);

    const { changes } = steered;
    const replayed = await straight(create({ ...config, changes, threads: 3 }));
    expect(replayed.records).toEqual(steered.records);
    expect(replayed.bits).toBe(steered.bits);
    for (let stop = 1; stop < steered.records.length; ++stop) {
      const part = await straight(create({ ...config, changes, epochs: stop }));
      // A schedule that knows how many epochs there are would go another way; this one does not.
      const checkpoint = structuredClone(part.run.checkpoint()!);
      const rest = await straight(create({ ...config, changes, checkpoint }));
      expect(rest.bits, `from epoch ${stop}`).toBe(steered.bits);
      expect(rest.run.checkpoint()).toEqual(steered.run.checkpoint());
    }
  });

  test('begins anew after a rewind, as if nothing had been done or changed', async () => {
    const undisturbed = await straight(create(config));
    const run = create(config);
    const steered = await steer(run, say(run));
    const ready = reached(run, 'ready');
    run.rewind();
    expect(await ready).toMatchObject({
      epoch: 0,
      step: 0,
      best: null,
      reason: null,
      seconds: 0,
      records: [],
    });
    expect(run.checkpoint()).toBeNull();
    expect(fingerprint(run.weights('last'))).toBe(fingerprint(create(config).weights('last')));
    const again = await straight(run);
    expect(again.bits).toBe(undisturbed.bits);
    expect(again.records).toEqual(undisturbed.records);
    expect(steered.records).not.toEqual(again.records);
  });

  test('has the same bits in float64 too, at random points of pause, checkpoint and rewind', async () => {
    const double = runOf(type, 'float64');
    const whole = await straight(create(double));
    const run = create(double);
    const turn = 1 + Math.floor(((noise(optimizers.indexOf(type)) + 1) / 2) * 4);
    for (let step = 0; step < turn; ++step) {
      const paused = reached(run, 'paused');
      run.step('batch');
      if ((await paused).step > 0) run.weights('last');
    }
    run.rewind();
    const again = await straight(run);
    expect(again.bits).toBe(whole.bits);
    const part = await straight(create({ ...double, epochs: turn }));
    const rest = await straight(create({ ...double, checkpoint: structuredClone(part.run.checkpoint()!) }));
    expect(rest.bits).toBe(whole.bits);
    expect(run.weights('last')[0]!.weight).toBeInstanceOf(Float64Array);
  });
});

describe('a change', () => {
  test('in the middle of a training is taken between two of its steps, and a replay gives the same bits', async () => {
    const config = classifier({ epochs: 3000, validation: null });
    const run = create(config);
    const changes: Change[] = [];
    const rates = [0.02, 0.005, 0.03];
    let said = 0;
    const end = ended(run, ({ changes: taken, state }) => {
      changes.push(...taken);
      const next = rates[said];
      if (state !== 'running' || next === undefined || changes.length < said) return;
      said += 1;
      run.change({ optimizer: at(config.optimizer, next), batchSize: 16 + 8 * said });
    });
    run.start();
    await end;
    expect(changes.length).toBeGreaterThan(0);
    const replayed = await straight(create({ ...config, changes }));
    expect(fingerprint(replayed.run.weights('last'))).toBe(fingerprint(run.weights('last')));
  });

  test('of the batch size waits for the next epoch', async () => {
    const run = create(classifier());
    const seen: [number, number, number][] = [];
    run.onSnapshot(({ state, step, epoch, stepsPerEpoch }) => {
      if (state === 'paused') seen.push([step, epoch, stepsPerEpoch]);
    });
    await oneEpoch(run, seen);
    // The change must not come before the step has begun.
    run.step('batch');
    while (seen.at(-1)?.[0] !== 8) await new Promise(setImmediate);
    run.change({ batchSize: 'full' });
    for (let epoch = 0; epoch < 3; ++epoch) await oneEpoch(run, seen);
    expect(seen.filter(([, epoch], i) => epoch !== seen[i - 1]?.[1])).toEqual([
      [7, 1, 7],
      [14, 2, 1],
      [15, 3, 1],
      [16, 4, 1],
    ]);
  });

  test('is recorded with what was said and the step after which it was taken, and has a say in the rate', async () => {
    const run = create(classifier());
    run.step('batch');
    await reached(run, 'paused');
    const told = new Promise<Snapshot>((resolve) => {
      run.onSnapshot((snapshot) => {
        if (snapshot.changes.length > 0) resolve(snapshot);
      });
    });
    const optimizer = newOptimizer('adam', { learningRate: 0.5 });
    run.change({ optimizer, batchSize: 20 });
    expect((await told).changes).toEqual([{ step: 1, optimizer, batchSize: 20 }]);
    run.step('batch');
    expect((await reached(run, 'paused')).learningRate).toBe(0.5);
  });

  test('to another optimizer, or to what no config may have, is refused', () => {
    const run = create(classifier());
    expect(() => run.change({ optimizer: newOptimizer('sgd') })).toThrow('keeps its optimizer');
    expect(() => run.change({ batchSize: 0 })).toThrow('change.batchSize');
    const negative = newOptimizer('adam', { learningRate: -1 });
    expect(() => run.change({ optimizer: negative })).toThrow('change.optimizer.learningRate');
    expect(() => run.change(null as never)).toThrow('change must be an object');
  });

  test('does nothing once a run has ended', async () => {
    const { run } = await straight(create(classifier()));
    run.change({ batchSize: 'full' });
    run.rewind();
    const again = await straight(run);
    expect(again.records).toHaveLength(6);
  });
});

/** One epoch further: resolves when another one has been seen. */
async function oneEpoch(run: EngineRun, seen: [number, number, number][]): Promise<void> {
  const before = seen.at(-1)?.[1] ?? 0;
  run.step('epoch');
  while ((seen.at(-1)?.[1] ?? 0) === before) await new Promise(setImmediate);
}
