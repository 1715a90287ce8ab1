// The options that say what to learn and how: the same for `spec` and `train`. Their limits and names are the contract's.
import type { Command } from 'commander';
import { Option } from 'commander';
import { limits } from '../../contract/limits.ts';
import { defaultSplit, type SplitSpec } from '../../contract/spec.ts';
import { type Task, tasks } from '../../contract/task.ts';
import { collect, oneOf, split, wholeNumber } from './parse.ts';
import { addReadingOptions, type ReadingOptions } from './readingOptions.ts';
import { addTrainingOptions, type TrainingOptions } from './trainingOptions.ts';

/** As parsed; a name of a column may still be several (columnNames.ts). */
export interface SpecOptions extends TrainingOptions, ReadingOptions {
  target?: string[];
  task?: 'auto' | Task;
  features?: string[];
  ignore?: string[];
  categorical?: string[];
  sampleWeight?: string;
  split?: SplitSpec;
  testRows?: string;
  seed?: number;
  spec?: string;
}

const autoOr = <T extends string>(names: readonly T[]): ['auto', ...T[]] => ['auto', ...names];
const range = ({ min, max }: { min: number; max: number }) => `${min} to ${max}`;

export function addSpecOptions(command: Command): Command {
  addDataOptions(command);
  addTrainingOptions(command);
  return command;
}

/** Those about the data alone. */
export function addDataOptions(command: Command): Command {
  const shares = `${defaultSplit.train},${defaultSplit.validation},${defaultSplit.test}`;
  command
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
      new Option('--sample-weight <column>', 'numbers from 0 that say how much each row counts in training'),
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
  return addReadingOptions(command);
}
