// Small trainings for the engine's tests: tables made from a formula, configurations, and a promise of how a run ends.
import { createHash } from 'node:crypto';
import type { Floats, LayerWeights } from '../../../../app/contract/model.ts';
import type { EpochRecord } from '../../../../app/contract/run/training.ts';
import { newLayer } from '../../../../app/contract/spec/layers.ts';
import { newOptimizer } from '../../../../app/contract/spec/optimizers.ts';
import { trainingDefaults } from '../../../../app/contract/spec/spec.ts';
import type { EngineRun, Snapshot } from '../../../../app/engine/engine.ts';
import type { Rows, TrainConfig } from '../../../../app/engine/runConfig.ts';

/** A number in [-1, 1) for each index, by a hash: the same on every machine. */
export function noise(index: number): number {
  let x = (index + 1) * 0x9e3779b1;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return ((x ^ (x >>> 16)) | 0) / 2 ** 31;
}

/** In float32. */
type SingleRows = Rows & { features: Float32Array; targets: Float32Array };

/** Rows whose class depends on the first features; targets are class indices. */
export function classRows(rows: number, inputs: number, classes: number, from = 0): SingleRows {
  const features = Float32Array.from({ length: rows * inputs }, (_, index) => noise(from + index));
  const targets = Float32Array.from({ length: rows }, (_, row) => {
    const score = features[row * inputs]! + features[row * inputs + inputs - 1]!;
    return Math.min(classes - 1, Math.floor(((score + 2) / 4) * classes));
  });
  return { rows, features, targets, weights: null };
}

/** Rows whose targets are smooth functions of the features. */
export function valueRows(rows: number, inputs: number, outputs: number, from = 0): SingleRows {
  const features = Float32Array.from({ length: rows * inputs }, (_, index) => noise(from + index));
  const targets = Float32Array.from({ length: rows * outputs }, (_, index) => {
    const row = Math.floor(index / outputs);
    return Math.sin(3 * features[row * inputs]!) + features[row * inputs + (index % outputs)]!;
  });
  return { rows, features, targets, weights: null };
}

/** A classifier 5 -> 20 (tanh) -> 3 on 103 rows in batches of 16, with Adam. */
export function classifier(change: Partial<TrainConfig> = {}): TrainConfig {
  return {
    ...trainingDefaults,
    network: {
      inputs: 5,
      layers: [newLayer(20, 'tanh'), newLayer(3, 'linear')],
    },
    loss: 'categoricalCrossEntropy',
    optimizer: newOptimizer('adam', { learningRate: 0.01 }),
    batchSize: 16,
    epochs: 6,
    patience: 0,
    seed: 7,
    threads: 1,
    train: classRows(103, 5, 3),
    validation: classRows(40, 5, 3, 10_000),
    changes: [],
    ...change,
  };
}

export interface Ended {
  last: Snapshot;
  records: EpochRecord[];
  states: Snapshot['state'][];
}

const over: Snapshot['state'][] = ['finished', 'stopped', 'diverged'];

/** Resolves when the run has ended; `react` sees every snapshot before. */
export function ended(run: EngineRun, react: (snapshot: Snapshot) => void = () => {}): Promise<Ended> {
  const records: EpochRecord[] = [];
  const states: Snapshot['state'][] = [];
  return new Promise((resolve) => {
    run.onSnapshot((snapshot) => {
      records.push(...snapshot.records);
      if (states.at(-1) !== snapshot.state) states.push(snapshot.state);
      react(snapshot);
      if (over.includes(snapshot.state)) resolve({ last: snapshot, records, states });
    });
  });
}

/** Resolves with the first snapshot that is in `state`. */
export function reached(run: EngineRun, state: Snapshot['state']): Promise<Snapshot> {
  return new Promise((resolve) => {
    run.onSnapshot((snapshot) => {
      if (snapshot.state === state) resolve(snapshot);
    });
  });
}

/** As in the design: SHA-256 over the tensors' bytes, weight before bias, layer by layer. */
export function fingerprint(layers: LayerWeights<Floats>[]): string {
  const hash = createHash('sha256');
  for (const { weight, bias } of layers) {
    for (const tensor of [weight, bias]) {
      hash.update(new Uint8Array(tensor.buffer, tensor.byteOffset, tensor.byteLength));
    }
  }
  return hash.digest('hex');
}

/** As `fingerprint`, over every tensor: normalisation's too, with its running statistics. */
export function wholeFingerprint(layers: LayerWeights<Floats>[]): string {
  const hash = createHash('sha256');
  for (const { weight, bias, normalization } of layers) {
    const { gamma, beta, mean, variance } = normalization ?? {};
    for (const tensor of [weight, bias, gamma, beta, mean, variance]) {
      if (tensor) hash.update(new Uint8Array(tensor.buffer, tensor.byteOffset, tensor.byteLength));
    }
  }
  return hash.digest('hex');
}
