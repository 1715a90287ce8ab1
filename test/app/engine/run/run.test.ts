// A run as it is steered and reported: states, commands, records, best weights, patience, divergence, disposal.
import { describe, expect, test } from 'vitest';
import type { EngineRun, Snapshot } from '../../../../app/engine/engine.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import type { TrainConfig } from '../../../../app/engine/runConfig.ts';
import { rounded } from '../../../../app/export/rounding.ts';
import { noise } from '../harness/chance.ts';
import { classifier } from '../harness/config.ts';
import { fingerprint } from '../harness/fingerprint.ts';
import { classRows, valueRows } from '../harness/rows.ts';
import { create, ended, reached, train } from '../harness/run.ts';

const engine = loadEngine();
const tooFast: TrainConfig['optimizer'] = { type: 'sgd', learningRate: 1000, weightDecay: 0 };
const allFinite = (layers: ReturnType<EngineRun['weights']>) =>
  layers.every(({ weight, bias }) => weight.every(Number.isFinite) && bias.every(Number.isFinite));

describe('a run', () => {
  test('is ready, runs, and finishes after its epochs', async () => {
    const { states, last, records } = await train(classifier());
    expect(states).toEqual(['running', 'finished']);
    expect(last).toMatchObject({ epoch: 6, step: 42, stepsPerEpoch: 7, reason: 'epochs', divergedAt: null });
    expect(records.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(last.seconds).toBeGreaterThan(0);
    expect(last.rowsPerSecond).toBeGreaterThan(0);
  });

  test('learns', async () => {
    const { records } = await train(classifier({ epochs: 200 }));
    expect(records.at(-1)!.trainLoss).toBeLessThan(0.2 * records[0]!.trainLoss);
  });

  test('loses no record of five thousand tiny epochs, and reports at most ten times a second', async () => {
    let snapshots = 0;
    const run = create(classifier({ epochs: 5000, train: classRows(10, 5, 3), validation: null }));
    const end = ended(run, () => {
      snapshots += 1;
    });
    run.start();
    const { records, last } = await end;
    expect(records.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 5000 }, (_, i) => i + 1));
    expect(snapshots).toBeLessThanOrEqual(2 + last.seconds * 10);
  });

  test('keeps what happened before there was a listener', async () => {
    const run = create(classifier());
    run.start();

    while (run.checkpoint()?.epoch !== 6) await new Promise(setImmediate);
    expect((await ended(run)).records).toHaveLength(6);
  });

  test('takes one step or one epoch further, then pauses', async () => {
    const run = create(classifier());
    const seen: [number, number][] = [];
    const take = async (unit: 'batch' | 'epoch') => {
      const paused = reached(run, 'paused');
      run.step(unit);
      const { step, epoch } = await paused;
      seen.push([step, epoch]);
    };
    for (const unit of ['batch', 'batch', 'epoch', 'epoch', 'batch'] as const) await take(unit);
    expect(seen).toEqual([
      [1, 0],
      [2, 0],
      [7, 1],
      [14, 2],
      [15, 2],
    ]);
  });

  test('steps to the end of an epoch whose rows are done but which is not scored yet', async () => {
    // Scoring takes nearly all of an epoch here, so that a pause falls into it.
    const run = create(
      classifier({ epochs: 1_000_000, batchSize: 'full', validation: classRows(20_000, 5, 3) }),
    );
    for (let tries = 0; tries < 10; ++tries) {
      run.start();
      await reached(run, 'running');
      run.pause();
      const before = await reached(run, 'paused');
      const stepped = reached(run, 'paused');
      run.step('epoch');
      expect((await stepped).epoch).toBe(before.epoch + 1);
    }
  });

  test('adds up steps that are asked for faster than it takes them', async () => {
    const run = create(classifier());
    const paused = new Promise<Snapshot>((resolve) => {
      run.onSnapshot((snapshot) => {
        if (snapshot.state === 'paused' && snapshot.step === 5) resolve(snapshot);
      });
    });
    for (let i = 0; i < 5; ++i) run.step('batch');
    expect((await paused).step).toBe(5);
  });

  test('pauses within a step, and its clock stands still meanwhile', async () => {
    const run = create(classifier({ epochs: 1_000_000 }));
    run.start();
    await reached(run, 'running');
    run.pause();
    const paused = await reached(run, 'paused');
    run.start();
    const running = await reached(run, 'running');
    expect(running.seconds).toBe(paused.seconds);
    expect(running.step).toBe(paused.step);
  });

  test('counts no second of its reports twice', async () => {
    const run = create(classifier({ epochs: 1_000_000 }));
    let reports = 0;
    const began = performance.now();
    const end = ended(run, ({ state }) => {
      if (state === 'running' && ++reports === 4) run.stop();
    });
    run.start();
    const { seconds } = (await end).last;
    expect(seconds).toBeLessThanOrEqual((performance.now() - began) / 1000);
    // Three reports, a tenth of a second apart.
    expect(seconds).toBeGreaterThanOrEqual(0.3);
  });

  test('stops at once, from ready, running and paused', async () => {
    for (const before of ['ready', 'running', 'paused'] as const) {
      const run = create(classifier({ epochs: 1_000_000 }));
      if (before !== 'ready') {
        run.start();
        await reached(run, 'running');
      }
      if (before === 'paused') {
        run.pause();
        await reached(run, 'paused');
      }
      const end = ended(run);
      run.stop();
      expect((await end).last).toMatchObject({ state: 'stopped', reason: 'stopped' });
    }
  });

  test('ignores every command once it has ended', async () => {
    const { run, last } = await train(classifier());
    const before = fingerprint(run.weights('last'));
    run.start();
    run.step('epoch');
    run.pause();
    run.stop();
    expect(fingerprint(run.weights('last'))).toBe(before);
    expect(last.state).toBe('finished');
  });

  test('ends as an undisturbed one does after a thousand random commands', async () => {
    const undisturbed = await train(classifier({ epochs: 300 }));
    const run = create(classifier({ epochs: 300 }));
    const end = ended(run);
    for (let i = 0; i < 1000; ++i) {
      const draw = Math.floor((noise(i) + 1) * 4);
      if (draw < 2) run.start();
      else if (draw < 4) run.pause();
      else if (draw < 6) run.step(draw === 4 ? 'batch' : 'epoch');
      else if (draw === 6) run.weights('last');
      else run.checkpoint();
      if (i % 50 === 0) await new Promise(setImmediate);
    }
    run.start();
    const { records } = await end;
    expect(records).toEqual(undisturbed.records);
    expect(fingerprint(run.weights('best'))).toBe(fingerprint(undisturbed.run.weights('best')));
  });
});

describe('what is kept', () => {
  test('is the epoch with the least validation loss', async () => {
    // Classes that nothing explains: validation loss soon rises.
    const train_ = classRows(60, 5, 3);
    train_.targets.forEach((_, i) => {
      train_.targets[i] = Math.floor(((noise(777 + i) + 1) / 2) * 3);
    });
    const { run, records, last } = await train(classifier({ train: train_, epochs: 60 }));
    const losses = records.map(({ validationLoss }) => validationLoss!);
    const least = Math.min(...losses);
    expect(last.best).toEqual({ epoch: losses.indexOf(least) + 1, loss: least });
    expect(last.best!.epoch).toBeLessThan(60);
    expect(run.checkpoint()).toMatchObject({ epoch: 60, best: last.best, sinceBest: 60 - last.best!.epoch });
    const stoppedThere = await train(classifier({ train: train_, epochs: last.best!.epoch }));
    expect(fingerprint(run.weights('best'))).toBe(fingerprint(stoppedThere.run.weights('last')));
  });

  test('is the epoch with the least training loss where nothing is held out', async () => {
    const { records, last } = await train(classifier({ validation: null, epochs: 20 }));
    expect(records.every(({ validationLoss }) => validationLoss === null)).toBe(true);
    expect(last.best!.loss).toBe(Math.min(...records.map(({ trainLoss }) => trainLoss)));
  });

  test('is chosen without waiting longer than the patience', async () => {
    const config = classifier({ epochs: 5000, patience: 7, optimizer: { ...tooFast, learningRate: 0.5 } });
    const { last, records } = await train(config);
    expect(last.reason).toBe('patience');
    expect(last.epoch).toBe(last.best!.epoch + 7);
    expect(records).toHaveLength(last.epoch);
  });

  test('survives a stop', async () => {
    const run = create(classifier({ epochs: 1_000_000 }));
    const end = ended(run, ({ epoch }) => {
      if (epoch > 0) run.stop();
    });
    run.start();
    const { last } = await end;
    expect(last.best).not.toBeNull();
    expect(run.checkpoint()!.best).toEqual(last.best);
    expect(allFinite(run.weights('best'))).toBe(true);
  });

  test('is what there is when a run stops in its first epoch', async () => {
    const run = create(classifier());
    run.step('batch');
    await reached(run, 'paused');
    const end = ended(run);
    run.stop();
    await end;
    expect(run.checkpoint()).toBeNull();
    expect(run.weights('best')).toEqual(run.weights('last'));
  });

  test('has losses as they were seen: with a rate of nearly 0, the loss of the first weights', async () => {
    const rows = valueRows(37, 5, 3);
    const config = classifier({
      loss: 'meanSquaredError',
      optimizer: { type: 'sgd', learningRate: 1e-30, weightDecay: 0 },
      train: rows,
      validation: rows,
      epochs: 1,
    });
    const { run, records } = await train(config);
    const output = await engine.forward(config.network, [rounded(run.weights('last'))], rows.features, 37, 1);
    const loss = output.reduce((sum, value, i) => sum + (value - rows.targets[i]!) ** 2, 0) / output.length;
    expect(records[0]!.trainLoss).toBeCloseTo(loss, 5);
    expect(records[0]!.validationLoss).toBeCloseTo(loss, 5);
  });
});

describe('a run that diverges', () => {
  const config = (): TrainConfig =>
    classifier({
      loss: 'meanSquaredError',
      optimizer: tooFast,
      train: valueRows(103, 5, 3),
      validation: null,
    });

  test('ends as diverged, names the step, and has only finite weights to give', async () => {
    const { run, last } = await train({ ...config(), epochs: 1000 });
    expect(last).toMatchObject({ state: 'diverged', reason: 'diverged', divergedAt: last.step + 1 });
    expect(allFinite(run.weights('best'))).toBe(true);
  });

  test('keeps its best epoch', async () => {
    const calm = await train({ ...config(), epochs: 2, optimizer: { ...tooFast, learningRate: 0.01 } });
    const checkpoint = calm.run.checkpoint()!;
    const { run, last } = await train({ ...config(), epochs: 1000, checkpoint });
    expect(last.state).toBe('diverged');
    expect(last.best).toEqual(checkpoint.best);
    expect(fingerprint(run.weights('best'))).toBe(fingerprint(checkpoint.bestLayers));
  });

  test('is noticed through a hidden layer of relu', async () => {
    const relu = config();
    relu.network.layers[0]!.activation = 'relu';
    expect((await train({ ...relu, epochs: 1000 })).last.state).toBe('diverged');
  });

  test('is noticed when only the last step of all spoilt the weights', async () => {
    const rows = { rows: 1, features: Float32Array.of(1e30), targets: Float32Array.of(1), weights: null };
    const network = classifier().network;
    const { last } = await train({
      ...config(),
      network: {
        inputs: 1,
        layers: [network.layers[1]!].map((layer) => ({ ...layer, units: 1, initializer: 'zeros' as const })),
      },
      train: rows,
      optimizer: { ...tooFast, learningRate: 1e30 },
      epochs: 1,
    });
    expect(last).toMatchObject({ state: 'diverged', divergedAt: 1, best: null });
  });
});

describe('after dispose', () => {
  test('every call throws, and disposing again does nothing', () => {
    const run = engine.createRun(classifier({ epochs: 1_000_000 }));
    run.start();
    run.dispose();
    run.dispose();
    const calls = [
      () => run.start(),
      () => run.pause(),
      () => run.step('batch'),
      () => run.stop(),
      () => run.weights('best'),
      () => run.checkpoint(),
      () => run.onSnapshot(() => {}),
    ];
    for (const call of calls) expect(call).toThrow('This run was disposed of');
  });

  test('no snapshot comes any more, even when a listener disposes', async () => {
    const run = engine.createRun(classifier({ epochs: 1_000_000 }));
    let after = 0;
    await new Promise<void>((resolve) => {
      let disposed = false;
      run.onSnapshot(() => {
        if (disposed) after += 1;
        disposed = true;
        run.dispose();
        resolve();
      });
      run.start();
      run.pause();
    });
    await new Promise(setImmediate);
    expect(after).toBe(0);
  });

  test('a hundred runs can be made and dropped while they run', () => {
    for (let i = 0; i < 100; ++i) {
      const run = engine.createRun(classifier({ epochs: 1_000_000, threads: 3 }));
      run.start();
      run.dispose();
    }
  });
});
