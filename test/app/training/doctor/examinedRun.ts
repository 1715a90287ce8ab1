// A run as the doctor is told of it, around losses drawn by hand or trained by the engine.
import type { EpochRecord } from '../../../../app/contract/run/training.ts';
import { newOptimizer, type OptimizerSpec } from '../../../../app/contract/spec/optimizers.ts';
import type { Task } from '../../../../app/contract/spec/task.ts';
import { examine } from '../../../../app/training/doctor/examine.ts';
import type { Examined } from '../../../../app/training/doctor/examined.ts';
import { exampleModel } from '../../export/exampleModel.ts';

/** SGD at 0.01, a batch in 10 steps an epoch, on enough rows that chance plays no part. */
export function run(losses: (number | [train: number, validation: number])[], more: Partial<Examined> = {}) {
  const records = losses.map((loss, i): EpochRecord => {
    const [trainLoss, validationLoss] = typeof loss === 'number' ? [loss, null] : loss;
    return { epoch: i + 1, trainLoss, validationLoss, learningRate: 0.01, validationScore: null };
  });
  return examinedRun(records, more);
}

export function examinedRun(records: EpochRecord[], more: Partial<Examined> = {}): Examined {
  return {
    spec: specOf('regression'),
    records,
    changes: [],
    stepsPerEpoch: 10,
    state: 'running',
    size: { parameters: 10_000, trainRows: 5_000, validationRows: 1_000 },
    updateRatios: null,
    statistics: null,
    farCell: null,
    unscaled: [],
    ...more,
  };
}

export function specOf(
  task: Task,
  optimizer: OptimizerSpec = newOptimizer('sgd', { learningRate: 0.01 }),
): Examined['spec'] {
  const { spec } = exampleModel();
  return { ...spec, data: { ...spec.data, task }, training: { ...spec.training, optimizer, patience: 0 } };
}

export const epochs = <Loss>(count: number, loss: (i: number) => Loss) =>
  Array.from({ length: count }, (_, i) => loss(i));

export const codesOf = (examined: Examined) => examine(examined).map(({ code }) => code);

/** What is said at the end of each epoch. */
export function codesByEpoch(examined: Examined): string[][] {
  return examined.records.map((_, i) => codesOf({ ...examined, records: examined.records.slice(0, i + 1) }));
}

/** How often a diagnosis comes or goes. */
export function switches(byEpoch: string[][], code: string): number {
  return byEpoch.filter((codes, i) => i > 0 && codes.includes(code) !== byEpoch[i - 1]!.includes(code))
    .length;
}
