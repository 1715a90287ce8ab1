// What prevents training with the spec's settings: loss, optimizer, schedule and stopping that do not fit the task or each
// other, and numbers that seldom work.
import type { Issue, IssueCode, IssueOf, IssueValues } from '../contract/issues/issues.ts';
import { lossesOfTask, lossesWith } from '../contract/spec/losses.ts';
import { fullBatchOptimizers, newOptimizer, optimizerTraits } from '../contract/spec/optimizers.ts';
import type { RunSpec } from '../contract/spec/spec.ts';
import { monitorsOfTask } from '../contract/spec/stopping.ts';
import { setting, settings } from './fixes.ts';

/** `outputs`: the network's number of outputs. */
export function checkTraining(spec: RunSpec, outputs: number, validationRows: number): Issue[] {
  const found = [
    loss(spec),
    smoothing(spec),
    ...classWeights(spec, outputs),
    scores(spec),
    rate(spec),
    wholeBatch(spec),
    ...withoutDropout(spec),
    stepSizes(spec),
    monitor(spec, validationRows),
    warmup(spec),
  ];
  return found.filter((issue) => issue !== null);
}

function loss(spec: RunSpec): Issue | null {
  const { task } = spec.data;
  const fitting = lossesOfTask[task];
  if (fitting.includes(spec.training.loss)) return null;
  return {
    code: 'loss_does_not_fit',
    severity: 'error',
    stage: 'model',
    path: 'training.loss',
    message: `The loss ${spec.training.loss} does not fit a ${task} task; choose ${fitting.join(', ')}.`,
    values: { loss: spec.training.loss, task, fitting: fitting.join(', ') },
    remedies: [setting('training.loss', fitting[0]!)],
  };
}

function smoothing(spec: RunSpec): Issue | null {
  const { loss: chosen, lossSettings } = spec.training;
  if (lossSettings.labelSmoothing === 0 || lossesWith.labelSmoothing.includes(chosen)) return null;
  return {
    code: 'setting_without_effect',
    severity: 'warning',
    stage: 'model',
    path: 'training.lossSettings.labelSmoothing',
    message: `labelSmoothing has no effect on ${chosen}; it belongs to ${lossesWith.labelSmoothing.join(' and ')}.`,
    values: { setting: 'labelSmoothing', choice: chosen },
    remedies: [setting('training.lossSettings.labelSmoothing', 0)],
  };
}

function classWeights(spec: RunSpec, outputs: number): Issue[] {
  const { classWeights: weights } = spec.training.lossSettings;
  if (weights === 'none') return [];
  const path = 'training.lossSettings.classWeights';
  const classes = { regression: 0, binary: 2, multiclass: outputs }[spec.data.task];
  const problem = <Code extends IssueCode>(
    code: Code,
    message: string,
    values: IssueValues<Code>,
  ): IssueOf<Code>[] => [
    { code, severity: 'error', stage: 'model', path, message, values, remedies: [setting(path, 'none')] },
  ];
  if (classes === 0) {
    const message = 'Class weights need classes; the task is regression. Leave them at none.';
    return problem('class_weights_need_classes', message, {});
  }
  if (weights === 'balanced') return [];
  if (weights.length !== classes) {
    const given = weights.length === 1 ? 'is 1 class weight' : `are ${weights.length} class weights`;
    const message = `There ${given} for ${classes} classes; give one for each class, in the order of the classes.`;
    return problem('class_weights_count', message, { found: weights.length, classes });
  }
  if (weights.some((weight) => weight > 0)) return [];
  return problem('weights_all_zero', 'All class weights are 0, so no row counts.', {});
}

function scores(spec: RunSpec): Issue | null {
  if (spec.training.loss !== 'hinge' || !lossesOfTask[spec.data.task].includes('hinge')) return null;
  return {
    code: 'hinge_scores',
    severity: 'info',
    stage: 'model',
    path: 'training.loss',
    message:
      'Hinge loss learns which class wins, not how probable it is: probabilities and log loss are computed from its scores and are not calibrated.',
    values: {},
  };
}

function rate(spec: RunSpec): Issue | null {
  const { type, learningRate } = spec.training.optimizer;
  const { highLearningRate: usual } = optimizerTraits[type];
  if (learningRate <= usual) return null;
  return {
    code: 'learning_rate_high',
    severity: 'warning',
    stage: 'model',
    path: 'training.optimizer.learningRate',
    message: `A learning rate of ${learningRate} is high for ${type}: training often diverges above ${usual}.`,
    values: { learningRate, optimizer: type, usual },
    remedies: [setting('training.optimizer.learningRate', newOptimizer(type).learningRate)],
  };
}

function wholeBatch(spec: RunSpec): Issue | null {
  const { optimizer, batchSize } = spec.training;
  if (batchSize === 'full' || !fullBatchOptimizers.includes(optimizer.type)) return null;
  return {
    code: 'optimizer_needs_all_rows',
    severity: 'error',
    stage: 'model',
    path: 'training.batchSize',
    message: `${optimizer.type} compares each step with the one before, so every step must use the same rows: the batch size must be full; it is ${batchSize}.`,
    values: { optimizer: optimizer.type, batchSize },
    remedies: [setting('training.batchSize', 'full')],
  };
}

function withoutDropout(spec: RunSpec): Issue[] {
  const { type } = spec.training.optimizer;
  if (!fullBatchOptimizers.includes(type)) return [];
  return spec.model.layers.flatMap(({ dropout }, i): Issue[] =>
    dropout === 0
      ? []
      : [
          {
            code: 'optimizer_without_dropout',
            severity: 'error',
            stage: 'model',
            path: `model.layers.${i}.dropout`,
            message: `${type} compares each step with the one before, and dropout changes the network at every step: hidden layer ${i + 1} has dropout ${dropout}. Set it to 0, or choose another optimizer.`,
            values: { optimizer: type, layer: i + 1, dropout },
            remedies: [setting(`model.layers.${i}.dropout`, 0)],
          },
        ],
  );
}

function stepSizes({ training: { optimizer } }: RunSpec): Issue | null {
  if (optimizer.type !== 'rProp' || optimizer.stepMin <= optimizer.stepMax) return null;
  const { stepMin, stepMax } = optimizer;
  return {
    code: 'step_sizes_reversed',
    severity: 'error',
    stage: 'model',
    path: 'training.optimizer.stepMin',
    message: `The smallest step (${stepMin}) is larger than the largest (${stepMax}).`,
    values: { stepMin, stepMax },
    remedies: [settings({ 'training.optimizer.stepMin': stepMax, 'training.optimizer.stepMax': stepMin })],
  };
}

function monitor(spec: RunSpec, validationRows: number): Issue | null {
  const { task } = spec.data;
  const { monitor } = spec.training.stopping;
  const path = 'training.stopping.monitor';
  if (!monitorsOfTask[task].includes(monitor)) {
    const fitting = monitorsOfTask[task].join(', ');
    return {
      code: 'monitor_does_not_fit',
      severity: 'error',
      stage: 'model',
      path,
      message: `${monitor} cannot be monitored in a ${task} task; choose ${fitting}.`,
      values: { monitor, task, fitting },
      remedies: [setting(path, 'loss')],
    };
  }
  const { epochFolds } = spec.training;
  if (
    validationRows > 0 ||
    epochFolds !== undefined ||
    (monitor !== 'accuracy' && monitor !== 'meanAbsoluteError')
  )
    return null;
  return {
    code: 'monitor_needs_validation',
    severity: 'error',
    stage: 'model',
    path,
    message: `${monitor} is measured on validation rows, and there are none. Monitor the loss, or give the validation data some rows.`,
    values: { monitor },
    remedies: [setting(path, 'loss')],
  };
}

function warmup({ training: { schedule, epochs } }: RunSpec): Issue | null {
  if (schedule.type !== 'warmupCosine' || schedule.warmupEpochs < epochs) return null;
  const { warmupEpochs } = schedule;
  return {
    code: 'warmup_too_long',
    severity: 'warning',
    stage: 'model',
    path: 'training.schedule.warmupEpochs',
    message: `The learning rate rises for ${warmupEpochs === 1 ? '1 epoch' : `${warmupEpochs} epochs`}, but training ends after ${epochs}: it never reaches its full value, or never falls again.`,
    values: { warmupEpochs, epochs },
    remedies: warmupFix(epochs),
  };
}

/** A tenth of the epochs; with a single epoch there is nothing to warm up for. */
function warmupFix(epochs: number): Issue['remedies'] {
  if (epochs < 2) return [];
  return [setting('training.schedule.warmupEpochs', Math.max(1, Math.floor(epochs / 10)))];
}
