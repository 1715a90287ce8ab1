// The options that say what to learn and how: the same for `spec` and `train`. Their limits and names are the contract's.
import type { Command } from 'commander';
import { Option } from 'commander';
import { type Task, tasks } from '../../../contract/spec/task.ts';
import { collect, oneOf } from './parse.ts';
import { prepareHelp } from './prepareText.ts';
import { addReadingOptions, type ReadingOptions } from './readingOptions.ts';
import { addSplitOptions, type SplitOptions } from './splitOptions.ts';
import { addTrainingOptions, type TrainingOptions } from './trainingOptions.ts';

/** As parsed; a name of a column may still be several (columnNames.ts). */
export interface SpecOptions extends TrainingOptions, ReadingOptions, SplitOptions {
  target?: string[];
  task?: 'auto' | Task;
  features?: string[];
  ignore?: string[];
  categorical?: string[];
  sampleWeight?: string;
  prepare?: string[];
  spec?: string;
}

const autoOr = <T extends string>(names: readonly T[]): ['auto', ...T[]] => ['auto', ...names];

export function addSpecOptions(command: Command): Command {
  addDataOptions(command);
  addTrainingOptions(command);
  return command;
}

/** Those about the data alone. */
export function addDataOptions(command: Command): Command {
  command
    .addOption(
      new Option('--target <column>', 'the column to predict; several make several outputs').argParser(
        collect,
      ),
    )
    .addOption(
      new Option('--task <task>', `${autoOr(tasks).join(', ')} (default: auto, which says why)`).argParser(
        oneOf(autoOr(tasks)),
      ),
    )
    .addOption(
      new Option('--features <columns>', 'use only these columns as features (default: all that can be used)')
        .argParser(collect)
        .conflicts('ignore'),
    )
    .addOption(new Option('--ignore <columns>', 'leave these columns out').argParser(collect))
    .addOption(
      new Option('--categorical <columns>', 'read these number columns as categories').argParser(collect),
    )
    .addOption(
      new Option(
        '--sample-weight <column>',
        'the column of row weights: numbers from 0, how much each row counts in the loss',
      ),
    )
    .addOption(new Option('--prepare <column: settings>', prepareHelp).argParser(collect));
  addSplitOptions(command);
  return addReadingOptions(command);
}
