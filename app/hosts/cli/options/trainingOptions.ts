// The options that say how a network is built and trained. Names, defaults and limits come from the contract. A spec file says all of
// this already, so these options together with one are wrong usage.
import { type Command, Option } from 'commander';
import { limits, type Range } from '../../../contract/limits.ts';
import type { EnsembleSpec } from '../../../contract/spec/ensemble.ts';
import {
  type Activation,
  activations,
  type Initializer,
  initializers,
  type Normalization,
  normalizations,
} from '../../../contract/spec/layers.ts';
import { type ClassWeights, type Loss, losses, lossNumbers } from '../../../contract/spec/losses.ts';
import { type OptimizerType, optimizerSettings, optimizers } from '../../../contract/spec/optimizers.ts';
import { regularizationSettings } from '../../../contract/spec/regularization.ts';
import { type ScheduleType, scheduleSettings, schedules } from '../../../contract/spec/schedules.ts';
import { type Precision, precisions } from '../../../contract/spec/spec.ts';
import { type Monitor, monitors, stoppingSettings } from '../../../contract/spec/stopping.ts';
import {
  anyNumber,
  batchSize,
  classWeights,
  ensemble,
  hiddenLayers,
  oneOf,
  shortLosses,
  wholeNumber,
} from './parse.ts';
import { pairs, settingLines } from './settingText.ts';

type Pairs = [name: string, value: string][];

export interface TrainingOptions {
  hidden?: number[];
  activation?: Activation;
  initializer?: Initializer;
  normalization?: Normalization;
  dropout?: number;
  loss?: 'auto' | Loss;
  lossSettings?: Pairs;
  classWeights?: ClassWeights;
  optimizer?: OptimizerType;
  learningRate?: number;
  momentum?: number;
  weightDecay?: number;
  optimizerSettings?: Pairs;
  schedule?: ScheduleType;
  scheduleSettings?: Pairs;
  l1?: number;
  clipNorm?: number;
  clipValue?: number;
  maxNorm?: number;
  batchSize?: number | 'full';
  epochs?: number;
  patience?: number;
  monitor?: Monitor;
  targetLoss?: number;
  maxSeconds?: number;
  precision?: Precision;
  ensemble?: EnsembleSpec;
}

export const trainingOptions = [
  'hidden',
  'activation',
  'initializer',
  'normalization',
  'dropout',
  'loss',
  'lossSettings',
  'classWeights',
  'optimizer',
  'learningRate',
  'momentum',
  'weightDecay',
  'optimizerSettings',
  'schedule',
  'scheduleSettings',
  'l1',
  'clipNorm',
  'clipValue',
  'maxNorm',
  'batchSize',
  'epochs',
  'patience',
  'monitor',
  'targetLoss',
  'maxSeconds',
  'precision',
  'ensemble',
] as const satisfies readonly (keyof TrainingOptions)[];

const range = ({ min, max }: Range) => `${min} to ${max}`;
const autoOr = <T extends string>(names: readonly T[]): ['auto', ...T[]] => ['auto', ...names];

export function addTrainingOptions(command: Command): void {
  addLayerOptions(command);
  addLossOptions(command);
  addOptimizerOptions(command);
  addEndOptions(command);
  const lines = ['Settings of the optimizers and schedules, with their defaults:'];
  lines.push(...settingLines(optimizerSettings), ...settingLines(scheduleSettings));
  command.addHelpText('after', `\n${lines.join('\n')}`);
}

function addLayerOptions(command: Command): void {
  const hidden = `units of the hidden layers, ${range(limits.units)} each, such as 64,32; none for a linear model`;
  const named = <T extends string>(option: string, text: string, names: readonly T[]) =>
    new Option(`--${option} <name>`, `${text}: ${names.join(', ')}`).argParser(oneOf(names));
  command
    .addOption(new Option('--hidden <units>', hidden).argParser(hiddenLayers))
    .addOption(named('activation', 'of the hidden layers', activations))
    .addOption(
      named('initializer', 'initialisation of their weights (default: by the activation)', initializers),
    )
    .addOption(named('normalization', 'of the hidden layers', normalizations))
    .addOption(
      number(
        'dropout',
        "share of each hidden layer's activations that a training step sets to 0",
        limits.dropout,
      ),
    );
}

function addLossOptions(command: Command): void {
  const names = `${autoOr(losses).join(', ')} (also mse, mae, bce, ce)`;
  const numbers = Object.entries(lossNumbers).map(([name, { default: usual }]) => `${name} ${usual}`);
  command
    .addOption(new Option('--loss <name>', names).argParser(oneOf(autoOr(losses), shortLosses)))
    .addOption(
      new Option('--loss-settings <key=value...>', `its numbers: ${numbers.join(', ')}`).argParser(pairs),
    )
    .addOption(
      new Option(
        '--class-weights <weights>',
        'none, balanced, or one for each class in the order of the classes, such as 1,5',
      ).argParser(classWeights),
    );
}

function addOptimizerOptions(command: Command): void {
  const { l1, clipNorm, clipValue, maxNorm } = regularizationSettings;
  const { momentum, weightDecay } = optimizerSettings.momentum;
  command
    .addOption(new Option('--optimizer <name>', optimizers.join(', ')).argParser(oneOf(optimizers)))
    .addOption(number('learning-rate', '', limits.learningRate))
    .addOption(number('momentum', 'of optimizers that have one', momentum))
    .addOption(number('weight-decay', 'L2 on the weights; of adamW decoupled', weightDecay))
    .addOption(
      new Option('--optimizer-settings <key=value...>', 'further ones, listed below').argParser(pairs),
    )
    .addOption(
      new Option('--schedule <name>', `of the learning rate: ${schedules.join(', ')}`).argParser(
        oneOf(schedules),
      ),
    )
    .addOption(new Option('--schedule-settings <key=value...>', 'listed below').argParser(pairs))
    .addOption(number('l1', 'L1 on the weights', l1))
    .addOption(number('clip-norm', 'largest norm of the gradient of all parameters', clipNorm))
    .addOption(number('clip-value', 'largest size of one gradient', clipValue))
    .addOption(number('max-norm', "largest norm of a unit's incoming weights", maxNorm))
    .addOption(new Option('--batch-size <rows>', `${range(limits.batchSize)}, or full`).argParser(batchSize));
}

function addEndOptions(command: Command): void {
  const { targetLoss, seconds } = stoppingSettings;
  const whole = (option: string, text: string, bounds: Range) =>
    new Option(`--${option} <n>`, text).argParser(wholeNumber(`--${option}`, bounds));
  const patience = `early stopping: epochs without a better monitored value after which training ends, ${range(limits.patience)}; 0 trains all`;
  command
    .addOption(whole('epochs', `most epochs, ${range(limits.epochs)}`, limits.epochs))
    .addOption(whole('patience', patience, limits.patience))
    .addOption(
      new Option('--monitor <name>', `monitored value: ${monitors.join(', ')}`).argParser(oneOf(monitors)),
    )
    .addOption(number('target-loss', 'end at this loss', targetLoss))
    .addOption(number('max-seconds', 'end after this time', seconds))
    .addOption(
      new Option('--precision <name>', `${precisions.join(' or ')}, of the training`).argParser(
        oneOf(precisions),
      ),
    )
    .addOption(
      new Option(
        '--ensemble <folds>',
        `train a network for each of so many folds of the training and validation rows, ${range(limits.ensembleFolds)}, and average what they say; 5x2: with 2 seeds each`,
      )
        .argParser(ensemble)
        .conflicts(['from', 'changes', 'seeds']),
    );
}

function number(option: string, text: string, bounds: Range): Option {
  const shown = text === '' ? range(bounds) : `${text}, ${range(bounds)}`;
  return new Option(`--${option} <x>`, shown).argParser(anyNumber(`--${option}`, bounds));
}
