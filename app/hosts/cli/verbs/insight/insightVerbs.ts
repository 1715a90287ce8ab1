// Options of the verbs that examine a network without training it.
import { type Command, Option } from 'commander';
import { limits } from '../../../../contract/limits.ts';
import { gradientCheckDefaults, rateTestDefaults } from '../../../../contract/run/insight.ts';
import { insightLimits } from '../../../../contract/run/insightLimits.ts';
import { examples } from '../../options/helpExamples.ts';
import { anyNumber, wholeNumber } from '../../options/parse.ts';
import { addDataOptions, addSpecOptions } from '../../options/specOptions.ts';
import type { Exit } from '../../output/failure.ts';

const jsonHelp = 'JSON Lines instead of text; the last line is the result';

export function completeSolve(command: Command): void {
  addDataOptions(command)
    .option('--spec <file>', 'use the columns, split and seed of this spec, as printed by `chainrule spec`')
    .option('--json', jsonHelp)
    .addHelpText(
      'after',
      examples(['solve cars.csv --target mpg', 'solve cars.csv --target mpg --ignore name --json']),
    )
    .action(async (files, options) => (await import('./solve.ts')).solve(files, options));
}

export function completeGradients(command: Command, exit: Exit): void {
  const { checkRows, checkParameters } = insightLimits;
  const { rows, parameters } = gradientCheckDefaults;
  addSpecOptions(command)
    .option('--spec <file>', 'check this spec, as printed by `chainrule spec`')
    .addOption(
      new Option(
        '--rows <n>',
        `training rows to check with, ${checkRows.min} to ${checkRows.max} (default: ${rows})`,
      ).argParser(wholeNumber('--rows', checkRows)),
    )
    .addOption(
      new Option(
        '--parameters <n>',
        `most parameters to check, ${checkParameters.min} to ${checkParameters.max}; of a larger network a random choice by the seed (default: ${parameters})`,
      ).argParser(wholeNumber('--parameters', checkParameters)),
    )
    .option('--json', jsonHelp)
    .addHelpText(
      'after',
      examples([
        'gradients iris.csv --target species',
        'gradients cars.csv --target mpg --hidden 8,8 --activation tanh --parameters 10000',
      ]),
    )
    .action(async (files, options) => exit(await (await import('./gradients.ts')).gradients(files, options)));
}

export function completeRates(command: Command): void {
  const { rateSteps } = insightLimits;
  const { min, max } = limits.learningRate;
  const rate = (flag: string, means: string, usual: number) =>
    new Option(`${flag} <x>`, `${means}, ${min} to ${max} (default: ${usual})`).argParser(
      anyNumber(flag, limits.learningRate),
    );
  addSpecOptions(command)
    .option('--spec <file>', 'try this spec, as printed by `chainrule spec`')
    .addOption(rate('--from', 'the first rate', rateTestDefaults.from))
    .addOption(rate('--to', 'the last rate', rateTestDefaults.to))
    .addOption(
      new Option(
        '--steps <n>',
        `steps, each at a different learning rate, ${rateSteps.min} to ${rateSteps.max} (default: ${rateTestDefaults.steps})`,
      ).argParser(wholeNumber('--steps', rateSteps)),
    )
    .option('--json', jsonHelp)
    .addHelpText(
      'after',
      examples([
        'rates iris.csv --target species',
        'rates cars.csv --target mpg --optimizer sgd --to 1 --json',
      ]),
    )
    .action(async (files, options) => (await import('./rates.ts')).rates(files, options));
}

export function completeBalance(command: Command): void {
  addSpecOptions(command)
    .option('--spec <file>', 'try this spec, as printed by `chainrule spec`')
    .option('--json', jsonHelp)
    .addHelpText(
      'after',
      examples(['balance weather.csv --target weather', 'balance weather.csv --target weather --json']),
    )
    .action(async (files, options) => (await import('./balance.ts')).balance(files, options));
}
