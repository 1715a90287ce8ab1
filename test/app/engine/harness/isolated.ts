// Runs a piece of JavaScript that uses the addon in a Node process of its own, for what would take this one down: ends of
// processes and threads in the middle of a training.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

export const addonFile = join(import.meta.dirname, '../../../../build/Release/chainrule.node');

/** In the piece's scope: `addon`, and `config(change)`, a small classifier that would train for hours. */
export const preamble = `
const addon = require(${JSON.stringify(addonFile)});
const train = { rows: 64, features: new Float32Array(64 * 8).map((_, i) => Math.fround((i * 0.37) % 1)), targets: new Float32Array(64).map((_, i) => i % 3) };
const layers = [{ units: 32, activation: 'relu', initializer: 'heUniform' }, { units: 3, activation: 'linear', initializer: 'glorotUniform' }];
const config = (change) => ({ network: { inputs: 8, layers }, loss: 'categoricalCrossEntropy', optimizer: { type: 'sgd', learningRate: 1e-6, weightDecay: 0 },
  batchSize: 16, epochs: 1e9, patience: 0, seed: 1, threads: 2, train, validation: null, memoryBudget: 2 ** 30, ...change });
`;

export interface Outcome {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export function inProcess(piece: string, options: string[] = []): Promise<Outcome> {
  const child = spawn(process.execPath, [...options, '-e', preamble + piece], { timeout: 100_000 });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  return new Promise((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}
