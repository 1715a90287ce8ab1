// Options of the verb that searches for the best network.
import { type Command, Option } from 'commander';
import { limits } from '../../../../contract/limits.ts';
import { defaultSearchBudget } from '../../../../contract/run/search.ts';
import { examples } from '../../options/helpExamples.ts';
import { wholeNumber } from '../../options/parse.ts';
import { searchBudget } from '../../options/searchBudget.ts';
import { addDataOptions } from '../../options/specOptions.ts';
import type { Exit } from '../../output/failure.ts';

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
