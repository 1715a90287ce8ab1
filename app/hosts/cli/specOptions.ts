// The options that say what to learn and how: the same for `spec` and `train`. Their limits and names are the contract's.
import type { Command } from 'commander';
import { Option } from 'commander';
import { activations } from '../../contract/layers.ts';
import { limits } from '../../contract/limits.ts';
import { type Loss, losses } from '../../contract/losses.ts';
import { optimizers } from '../../contract/optimizers.ts';
import { defaultSplit, type SplitSpec } from '../../contract/spec.ts';
import { type Task, tasks } from '../../contract/task.ts';
import type { Wishes } from '../../contract/workspace.ts';
import {
  anyNumber,
  batchSize,
  collect,
  hiddenLayers,
  oneOf,
  shortLosses,
  split,
  wholeNumber,
} from './parse.ts';

/** As parsed; a name of a column may still be several (columnNames.ts). */
export interface SpecOptions {
  target?: string[];
  task?: 'auto' | Task;
  features?: string[];
  ignore?: string[];
  categorical?: string[];
  split?: SplitSpec;
  testRows?: string;
  seed?: number;
  spec?: string;
  hidden?: number[];
  activation?: Wishes['activation'];
  loss?: 'auto' | Loss;
  optimizer?: Wishes['optimizer'];
  learningRate?: number;
  batchSize?: number | 'full';
  epochs?: number;
  patience?: number;
}

const autoOr = <T extends string>(names: readonly T[]): ['auto', ...T[]] => ['auto', ...names];
const range = ({ min, max }: { min: number; max: number }) => `${min} to ${max}`;

export function addSpecOptions(command: Command): Command {
  addDataOptions(command);
  addNetworkOptions(command);
  return command;
}

/** Those about the data alone. */
export function addDataOptions(command: Command): Command {
  const shares = `${defaultSplit.train},${defaultSplit.validation},${defaultSplit.test}`;
  return command
    .addOption(
      new Option('--target <column>', 'what to predict; several make several outputs').argParser(collect),
    )
    .addOption(
      new Option('--task <task>', `${autoOr(tasks).join(', ')} (default: auto, which says why)`).argParser(
        oneOf(autoOr(tasks)),
      ),
    )
    .addOption(
      new Option('--features <columns>', 'learn from these columns only (default: all that can be used)')
        .argParser(collect)
        .conflicts('ignore'),
    )
    .addOption(new Option('--ignore <columns>', 'leave these columns out').argParser(collect))
    .addOption(
      new Option('--categorical <columns>', 'read these number columns as categories').argParser(collect),
    )
    .addOption(
      new Option(
        '--split <shares>',
        `shares of training, validation and test rows (default: ${shares})`,
      ).argParser(split),
    )
    .addOption(
      new Option(
        '--test-rows <file>',
        'JSON array of 0-based data rows to hold out for test; the rest is split 85:15',
      ).conflicts('split'),
    )
    .addOption(
      new Option(
        '--seed <n>',
        `${range(limits.seed)}; decides split, first weights and order of rows`,
      ).argParser(wholeNumber('--seed', limits.seed)),
    );
}

function addNetworkOptions(command: Command): void {
  const losslist = autoOr(losses).join(', ');
  command
    .addOption(
      new Option(
        '--hidden <units>',
        `units of the hidden layers, ${range(limits.units)} each, such as 64,32; none for a linear model`,
      ).argParser(hiddenLayers),
    )
    .addOption(
      new Option('--activation <name>', `of the hidden layers: ${activations.join(', ')}`).argParser(
        oneOf(activations),
      ),
    )
    .addOption(
      new Option('--loss <name>', `${losslist} (also mse, bce, ce)`).argParser(
        oneOf(autoOr(losses), shortLosses),
      ),
    )
    .addOption(new Option('--optimizer <name>', optimizers.join(', ')).argParser(oneOf(optimizers)))
    .addOption(
      new Option('--learning-rate <x>', range(limits.learningRate)).argParser(
        anyNumber('--learning-rate', limits.learningRate),
      ),
    )
    .addOption(new Option('--batch-size <rows>', `${range(limits.batchSize)}, or full`).argParser(batchSize))
    .addOption(
      new Option('--epochs <n>', `most epochs, ${range(limits.epochs)}`).argParser(
        wholeNumber('--epochs', limits.epochs),
      ),
    )
    .addOption(
      new Option(
        '--patience <n>',
        `epochs without a better validation loss after which training ends, ${range(limits.patience)}; 0 trains all`,
      ).argParser(wholeNumber('--patience', limits.patience)),
    );
}

/** What a spec file says already: together with it these are wrong usage. */
export const networkOptions = [
  'hidden',
  'activation',
  'loss',
  'optimizer',
  'learningRate',
  'batchSize',
  'epochs',
  'patience',
] as const satisfies readonly (keyof SpecOptions)[];
