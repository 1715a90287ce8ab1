// The verbs that look at a network without training it, their arguments and their help.
import { type Command, Option } from 'commander';
import { gradientCheckDefaults, insightLimits, rateTestDefaults } from '../../contract/insight.ts';
import { limits } from '../../contract/limits.ts';
import { anyNumber, wholeNumber } from './parse.ts';
import { addDataOptions, addSpecOptions } from './specOptions.ts';

interface Texts {
  fileHelp: string;
  examples(lines: string[]): string;
  exit(code: number): void;
}

const jsonHelp = 'JSON Lines instead of text; the last line is the result';

export function addInsightVerbs(program: Command, texts: Texts): void {
  addSolve(program, texts);
  addGradients(program, texts);
  addRates(program, texts);
}

function addSolve(program: Command, { fileHelp, examples }: Texts): void {
  addDataOptions(
    program
      .command('solve')
      .description('compute the linear network with the least squared error instead of training it')
      .argument('<file>', fileHelp),
  )
    .option('--spec <file>', 'take columns, split and seed from this spec, as printed by `chainrule spec`')
    .option('--json', jsonHelp)
    .addHelpText(
      'after',
      examples(['solve cars.csv --target mpg', 'solve cars.csv --target mpg --ignore name --json']),
    )
    .action(async (file, options) => (await import('./solve.ts')).solve(file, options));
}

function addGradients(program: Command, { fileHelp, examples, exit }: Texts): void {
  const { checkRows, checkParameters } = insightLimits;
  const { rows, parameters } = gradientCheckDefaults;
  addSpecOptions(
    program
      .command('gradients')
      .description('check back-propagation against central differences before a step is taken')
      .argument('<file>', fileHelp),
  )
    .option('--spec <file>', 'check this spec, as printed by `chainrule spec`')
    .addOption(
      new Option(
        '--rows <n>',
        `training rows to check on, ${checkRows.min} to ${checkRows.max} (default: ${rows})`,
      ).argParser(wholeNumber('--rows', checkRows)),
    )
    .addOption(
      new Option(
        '--parameters <n>',
        `most parameters to move, ${checkParameters.min} to ${checkParameters.max}; of more a choice by seed (default: ${parameters})`,
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
    .action(async (file, options) => exit(await (await import('./gradients.ts')).gradients(file, options)));
}

function addRates(program: Command, { fileHelp, examples }: Texts): void {
  const { rateSteps } = insightLimits;
  const { min, max } = limits.learningRate;
  const rate = (flag: string, means: string, usual: number) =>
    new Option(`${flag} <x>`, `${means}, ${min} to ${max} (default: ${usual})`).argParser(
      anyNumber(flag, limits.learningRate),
    );
  addSpecOptions(
    program
      .command('rates')
      .description('try growing learning rates for some steps, and suggest one')
      .argument('<file>', fileHelp),
  )
    .option('--spec <file>', 'try them on this spec, as printed by `chainrule spec`')
    .addOption(rate('--from', 'the first rate', rateTestDefaults.from))
    .addOption(rate('--to', 'the last rate', rateTestDefaults.to))
    .addOption(
      new Option(
        '--steps <n>',
        `steps, each at another rate, ${rateSteps.min} to ${rateSteps.max} (default: ${rateTestDefaults.steps})`,
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
    .action(async (file, options) => (await import('./rates.ts')).rates(file, options));
}
