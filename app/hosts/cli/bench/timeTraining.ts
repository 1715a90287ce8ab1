// Times one training by the engine's own clock: from the start of its thread's first step to the end of the last epoch. Initial
// weights and copied rows come before that, the loss over all rows after it.
import { AppError } from '../../../contract/issues/errors.ts';
import type { Engine, Snapshot } from '../../../engine/engine.ts';
import type { Rows, TrainConfig } from '../../../engine/runConfig.ts';
import { networkOf } from '../../../model/network.ts';
import { trainingSettings } from '../../../workspace/spec/engineConfig.ts';
import type { Workload } from './workloads.ts';

export interface TimedTraining {
  seconds: number;
  rowsPerSecond: number;
  /** Mean over all rows, with the weights of the last step. */
  finalLoss: number;
}

/** Rows whose losses are taken at once, in float64: some 50 MB of the widest workload. */
const numbersAtOnce = 2 ** 22;
const warmUpSteps = 50;

export class TrainingClock {
  #config: Omit<TrainConfig, 'threads'>;

  constructor(
    private readonly engine: Engine,
    private readonly workload: Workload,
    private readonly rows: Rows,
  ) {
    const { inputs, outputs, spec } = workload;
    const network = networkOf(spec, inputs, outputs);
    this.#config = { network, ...trainingSettings(spec), train: rows, validation: null };
  }

  /** At least one epoch or 50 steps of a training that is thrown away. */
  async warmUp(threads: number): Promise<void> {
    const { batchSize } = this.#config;
    const stepsPerEpoch = batchSize === 'full' ? 1 : Math.ceil(this.rows.rows / batchSize);
    const epochs = Math.min(this.#config.epochs, Math.ceil(warmUpSteps / stepsPerEpoch));
    await this.#train({ ...this.#config, threads, epochs });
  }

  /** From fresh weights. Throws AppError training_diverged. */
  async time(threads: number, seed: number): Promise<TimedTraining> {
    const { end, layers } = await this.#train({ ...this.#config, threads, seed });
    return {
      seconds: end.seconds,
      rowsPerSecond: (this.rows.rows * end.epoch) / end.seconds,
      finalLoss: await this.#lossOf(layers, threads),
    };
  }

  async #train(config: TrainConfig) {
    const run = this.engine.createRun(config);
    try {
      const end = await new Promise<Snapshot>((resolve, reject) => {
        run.onSnapshot((snapshot) => {
          if (snapshot.state === 'diverged') reject(this.#diverged(snapshot));
          if (snapshot.state === 'finished') resolve(snapshot);
        });
        run.start();
      });
      return { end, layers: run.weights('last') };
    } finally {
      run.dispose();
    }
  }

  #diverged({ epoch, divergedAt }: Snapshot): AppError {
    const step = divergedAt ?? 0;
    const message = `${this.workload.name} diverged at step ${step}, in epoch ${epoch + 1}: give a smaller learning rate.`;
    return new AppError('training_diverged', message, { epoch, step });
  }

  async #lossOf(layers: ReturnType<ReturnType<Engine['createRun']>['weights']>, threads: number) {
    const { network, loss, lossSettings } = this.#config;
    const { rows, features, targets } = this.rows;
    const width = targets.length / rows;
    const piece = Math.max(1, Math.floor(numbersAtOnce / network.inputs));
    const here = Float64Array.of(0);
    let sum = 0;
    for (let first = 0; first < rows; first += piece) {
      const last = Math.min(rows, first + piece);
      const part = {
        rows: last - first,
        features: features.subarray(first * network.inputs, last * network.inputs),
        targets: targets.subarray(first * width, last * width),
        weights: null,
      };
      const at = { network, layers, loss, lossSettings, rows: part };
      // A plane of one point: where the weights are.
      const plane = { ...at, alongX: layers, alongY: layers, x: here, y: here, threads };
      const [mean] = await this.engine.lossPlane(plane);
      sum += mean! * part.rows;
    }
    return sum / rows;
  }
}
