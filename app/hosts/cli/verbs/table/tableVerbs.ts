// Options of the verbs that read a table and train on it.
import { type Command, Option } from 'commander';
import { limits } from '../../../../contract/limits.ts';
import { repeatCounts } from '../../../../contract/run/repeats.ts';
import { examples } from '../../options/helpExamples.ts';
import { forceOption, rawOption } from '../../options/outputOptions.ts';
import { wholeNumber } from '../../options/parse.ts';
import { addReadingOptions } from '../../options/readingOptions.ts';
import { addDataOptions, addSpecOptions } from '../../options/specOptions.ts';
import type { Exit } from '../../output/failure.ts';

export function completeInspect(command: Command): void {
  addReadingOptions(command)
    .option('--spec <file>', 'read it as this spec says')
    .option('--cells', 'the table as read: a JSON array a line, the names first, null where a cell is empty')
    .option('--json', 'JSON instead of text')
    .addHelpText(
      'after',
      examples([
        'inspect iris.csv',
        'inspect prices.csv --json',
        'inspect prices.csv --delimiter semicolon --decimal comma --type zip=category --cells',
      ]),
    )
    .action(async (files, options) => (await import('./inspect.ts')).inspect(files, options));
}

export function completeSpec(command: Command): void {
  addSpecOptions(command)
    .option('--spec <file>', 'start from this spec instead of a proposal')
    .option('--json', 'print a failure as JSON too')
    .addHelpText(
      'after',
      examples(['spec iris.csv --target species', 'spec cars.csv --target mpg --hidden 32 > spec.json']),
    )
    .action(async (files, options) => (await import('./printSpec.ts')).printSpec(files, options));
}

export function completePrepare(command: Command): void {
  addDataOptions(command)
    .option('--spec <file>', 'prepare as this spec says')
    .option('--out <file>', 'write here (default: stdout)')
    .option(...forceOption)
    .option(...rawOption)
    .option('--json', 'print the result, or a failure, as JSON too')
    .addHelpText(
      'after',
      examples([
        'prepare iris.csv --target species --out prepared.csv',
        'prepare visits.csv --target outcome --group patient --prepare "income: log, scaling=robust"',
      ]),
    )
    .action(async (files, options) => (await import('./prepareTable.ts')).prepareTable(files, options));
}

export function completeTrain(command: Command, exit: Exit): void {
  addSpecOptions(command)
    .option('--spec <file>', 'train this spec, as printed by `chainrule spec`')
    .addOption(
      new Option(
        '--from <model>',
        "train on from this model's weights, with its network, preparation and settings, or those of --spec (a run's folder, or an exported file)",
      ).conflicts(['folds']),
    )
    .addOption(
      new Option(
        '--changes <file>',
        'change settings at the steps that this JSON file names, as a run did that is repeated (`changes` in its run.json)',
      ).conflicts(['folds']),
    )
    .addOption(
      new Option(
        '--seeds <n>',
        'train with so many seeds, from --seed on, on the same rows: how much the score changes with them',
      )
        .argParser(wholeNumber('--seeds', repeatCounts))
        .conflicts(['from', 'changes', 'folds']),
    )
    .addOption(
      new Option(
        '--threads <n>',
        `${limits.threads.min} to ${limits.threads.max}; changes the speed, not the results (default: all cores)`,
      ).argParser(wholeNumber('--threads', limits.threads)),
    )
    .option('--out <folder>', 'keep the run in this new folder (default: one under CHAINRULE_HOME)')
    .option('--fallback <folder>', 'where to keep the run if its own folder cannot be written at the end')
    .option('--json', 'JSON Lines instead of text; the last line is the result')
    .addHelpText(
      'after',
      examples([
        'train iris.csv --target species',
        'train cars.csv --target mpg --hidden 64,32 --epochs 200 --seed 1',
        'train survey.csv --target answer --task multiclass --ignore id --categorical zip',
        'train sales.csv --target price --time date --split 80/10/10 --prepare "income: log"',
        'train iris.csv --target species --folds 5',
        'train iris.csv --target species --seeds 10',
        'train january.csv february.csv --target price --test-file march.csv',
        'train iris.csv --spec spec.json --out run --json',
        'train new.csv --from iris.safetensors --learning-rate 0.0003 --epochs 100',
      ]),
    )
    .action(async (files, { from: model, ...options }) => {
      const repeats =
        options.seeds !== undefined || (options.folds !== undefined && options.fold === undefined);
      if (repeats)
        return exit(await (await import('../training/trainRepeats.ts')).trainRepeats(files, options));
      return exit(await (await import('../training/train.ts')).train(files, { ...options, model }));
    });
}
