// Options of the verbs that train on a table: one network, or many candidates of which the best is kept.
import { type Command, Option } from 'commander';
import { limits } from '../../../../contract/limits.ts';
import { repeatCounts } from '../../../../contract/run/repeats.ts';
import { defaultSearchBudget } from '../../../../contract/run/search.ts';
import { examples } from '../../options/helpExamples.ts';
import { wholeNumber } from '../../options/parse.ts';
import { searchBudget } from '../../options/searchBudget.ts';
import { addDataOptions, addSpecOptions } from '../../options/specOptions.ts';
import type { Exit } from '../../output/failure.ts';

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
      if (repeats) return exit(await (await import('./trainRepeats.ts')).trainRepeats(files, options));
      return exit(await (await import('./train.ts')).train(files, { ...options, model }));
    });
}

export function completeSearch(command: Command, exit: Exit): void {
  addDataOptions(command)
    .addOption(
      new Option(
        '--budget <amount>',
        `how many candidates are tried, or, with an s, for how many seconds: 24, 30s (default: ${defaultSearchBudget.candidates})`,
      ).argParser(searchBudget),
    )
    .option(
      '--spec <file>',
      'search around this spec: its data, task, loss and epochs hold for all candidates',
    )
    .addOption(
      new Option(
        '--threads <n>',
        `how many trainings at once, ${limits.threads.min} to ${limits.threads.max}; changes no result (default: all cores)`,
      ).argParser(wholeNumber('--threads', limits.threads)),
    )
    .option('--out <folder>', "keep the winner's run in this new folder (default: one under CHAINRULE_HOME)")
    .option('--fallback <folder>', 'where to keep the run if its own folder cannot be written at the end')
    .option('--json', 'JSON Lines instead of text; the last line is the result')
    .addHelpText(
      'after',
      examples([
        'search cars.csv --target mpg',
        'search iris.csv --target species --budget 30s --out best',
        'search prices.csv --target price --budget 200 --seed 7 --json',
      ]),
    )
    .action(async (files, options) => exit(await (await import('./search.ts')).search(files, options)));
}
