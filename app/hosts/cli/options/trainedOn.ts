// How a training that begins from a model's weights may differ from the model's own training: in its length, pace and batches.
import type { RunSpec } from '../../../contract/spec/spec.ts';
import type { TrainingOptions } from './trainingOptions.ts';

/** Options that may stand beside --from. */
export const freeWithModel = [
  ...(['learningRate', 'batchSize', 'epochs', 'patience'] as const),
  ...(['monitor', 'targetLoss', 'maxSeconds'] as const),
] satisfies (keyof TrainingOptions)[];

/** The model's spec with what the options say. */
export function trainedOn(spec: RunSpec, options: TrainingOptions): RunSpec {
  const { training } = spec;
  const { learningRate = training.optimizer.learningRate, batchSize = training.batchSize } = options;
  const { epochs = training.epochs, patience = training.patience } = options;
  const { monitor, targetLoss, seconds } = training.stopping;
  return {
    ...spec,
    training: {
      ...training,
      ...{ batchSize, epochs, patience },
      optimizer: { ...training.optimizer, learningRate },
      stopping: {
        ...training.stopping,
        monitor: options.monitor ?? monitor,
        targetLoss: options.targetLoss ?? targetLoss,
        seconds: options.maxSeconds ?? seconds,
      },
    },
  };
}
