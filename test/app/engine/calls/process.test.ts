// Runs and the process around them: neither its end nor the collector's whims may crash it, and a training that runs keeps it alive.
import { describe, expect, test } from 'vitest';
import { addonFile, inProcess, preamble } from '../harness/isolated.ts';

const quiet = { code: 0, signal: null, stderr: '' };

describe('a process', () => {
  test('ends by process.exit in the middle of a training', async () => {
    const outcome = await inProcess(`
      const runs = [1, 2, 3].map((threads) => new addon.Run(config({ threads })));
      for (const run of runs) { run.onSnapshot(() => {}); run.start(); }
      setTimeout(() => process.exit(0), 50);`);
    expect(outcome).toMatchObject(quiet);
  });

  test('ends by process.exit at once', async () => {
    const outcome = await inProcess('const run = new addon.Run(config()); run.start(); process.exit(0);');
    expect(outcome).toMatchObject(quiet);
  });

  test('ends by process.exit, and a worker by terminate, without waiting for a look inside that takes minutes', async () => {
    const outcome = await inProcess(`
      const { Worker, isMainThread, parentPort } = require('node:worker_threads');
      const [rows, inputs] = [4000, 3000];
      const features = new Float32Array(rows * inputs).map((_, i) => ((i * 7919) % 1013) / 1013 + ((i * 31) % 97));
      const solve = 'addon.leastSquares({ rows, inputs, outputs: 1, features, targets: new Float32Array(rows), weights: null }, 2 ** 32)';
      const piece = 'const addon = require(workerData.file); const { rows, inputs, features } = workerData; ' + solve + '; parentPort.postMessage(1);';
      const worker = new Worker('const { parentPort, workerData } = require("node:worker_threads");' + piece, {
        eval: true, workerData: { file: ${JSON.stringify(addonFile)}, rows, inputs, features } });
      worker.once('message', () => worker.terminate().then(() => { eval(solve); setTimeout(() => process.exit(0), 50); }));`);
    expect(outcome).toMatchObject(quiet);
  });

  test('ends by itself when its runs are paused, stopped, disposed of or were never started', async () => {
    const outcome = await inProcess(`
      const [paused, stopped, disposed, ready] = [1, 2, 3, 4].map(() => new addon.Run(config()));
      paused.onSnapshot(({ state }) => state === 'running' ? paused.pause() : console.log(state)); paused.start();
      stopped.start(); stopped.stop();
      disposed.start(); disposed.dispose();
      ready.pause();`);
    expect(outcome).toMatchObject({ ...quiet, stdout: 'paused\n' });
  });

  test('stays until a training has finished, even one that nobody refers to', async () => {
    const outcome = await inProcess(
      `(() => {
        const run = new addon.Run(config({ epochs: 3000 }));
        run.onSnapshot(({ state, epoch }) => { global.gc(); if (state === 'finished') console.log(state, epoch); });
        run.start();
      })();
      global.gc();`,
      ['--expose-gc'],
    );
    expect(outcome).toMatchObject({ ...quiet, stdout: 'finished 3000\n' });
  });

  test('may collect runs that do nothing, with their threads', async () => {
    const outcome = await inProcess(
      `for (let i = 0; i < 300; ++i) new addon.Run(config()).stop();
      setImmediate(function collect(round = 0) { global.gc(); if (round < 5) setImmediate(collect, round + 1); });`,
      ['--expose-gc'],
    );
    expect(outcome).toMatchObject(quiet);
  });

  test('keeps memory, threads and handles flat over 1,000 runs that are made, trained, cut off and disposed of', async () => {
    const outcome = await inProcess(
      `const { readdirSync } = require('node:fs');
      const normal = [{ ...layers[0], normalization: 'batch', dropout: 0.5 }, layers[1]];
      const double = { precision: 'float64', network: { inputs: 8, layers: normal } };
      const weights = (given) => given.map(({ units }, i) => ({ weight: new Float32Array(units * [8, 32][i]), bias: new Float32Array(units) }));
      const big = { rows: 4000, inputs: 40, outputs: 1, features: train.features.slice(0, 0), targets: new Float32Array(4000), weights: null };
      big.features = new Float32Array(160000).map((_, i) => (i * 0.77) % 1);
      const breath = () => new Promise(setImmediate);
      async function round(i) {
        const run = new addon.Run(config({ threads: 1 + i % 3, ...(i % 2 ? double : {}) }));
        run.onSnapshot(() => {});
        run.start();
        await breath();
        if (i % 3 === 0) run.weights('last');
        if (i % 5 === 0) { run.pause(); run.checkpoint(); run.rewind(); }
        if (i % 7 === 0) { run.stop(); await breath(); }
        if (i % 11 === 0) await addon.forward({ inputs: 8, layers }, [weights(layers)], train.features, 64, 2, 2 ** 28).result;
        if (i % 13 === 0) { const work = addon.leastSquares(big, 2 ** 28); work.cancel(); await work.result.catch(() => {}); }
        run.dispose();
      }
      const look = async () => {
        for (let i = 0; i < 5; ++i) { global.gc(); await breath(); }
        const threads = process.platform === 'linux' ? readdirSync('/proc/self/task').length : 0;
        return { rss: process.memoryUsage().rss, threads, handles: process.getActiveResourcesInfo().length };
      };
      (async () => {
        for (let i = 0; i < 800; ++i) await round(i);
        const before = await look();
        for (let i = 0; i < 500; ++i) await round(i);
        const middle = await look();
        for (let i = 0; i < 500; ++i) await round(i);
        const after = await look();
        const grown = Math.min(middle.rss - before.rss, after.rss - middle.rss) / 2 ** 20;
        console.log(JSON.stringify({ grown, threads: after.threads - before.threads, handles: after.handles - before.handles }));
      })();`,
      ['--expose-gc'],
    );
    expect(outcome).toMatchObject(quiet);
    const { grown, threads, handles } = JSON.parse(outcome.stdout);
    expect({ threads, handles }).toEqual({ threads: 0, handles: 0 });
    // A leak of one run's rows and weights alone would be 15 MiB in each half; the allocator may grow in one of them.
    // The address sanitizer keeps what is freed for a while.
    if (process.env.ASAN_OPTIONS === undefined) expect(grown).toBeLessThan(10);
  });

  test('learns of an exception in a listener as of any other', async () => {
    const outcome = await inProcess(`
      const run = new addon.Run(config());
      run.onSnapshot(() => { throw new Error('the listener failed'); });
      run.start();`);
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain('Error: the listener failed');
  });

  test('ends while outputs are being computed', async () => {
    const outcome = await inProcess(`
      const big = { inputs: 8, layers: [{ units: 2000, activation: 'tanh', initializer: 'zeros' }, { units: 1, activation: 'linear', initializer: 'zeros' }] };
      const weights = [[8, 2000], [2000, 1]].map(([inputs, outputs]) => ({ inputs, outputs, weight: new Float32Array(inputs * outputs), bias: new Float32Array(outputs) }));
      addon.forward(big, [weights], new Float32Array(8 * 5000), 5000, 2, 2 ** 30);
      process.exit(0);`);
    expect(outcome).toMatchObject(quiet);
  });
});

describe('a worker thread', () => {
  test('may be ended, or end, in the middle of a training', async () => {
    const worker = `${preamble}
      const run = new addon.Run(config());
      run.onSnapshot(() => {}); run.start();
      require('node:worker_threads').parentPort.postMessage('runs');`;
    const outcome = await inProcess(`
      const { Worker } = require('node:worker_threads');
      const ends = [(worker) => worker.terminate(), (worker) => worker.terminate(), () => process.exit(0)];
      (async () => {
        for (const end of ends) {
          const worker = new Worker(${JSON.stringify(worker)}, { eval: true });
          await new Promise((resolve) => worker.once('message', resolve));
          await end(worker);
        }
      })();`);
    expect(outcome).toMatchObject(quiet);
  });
});
