// The verbs that look at a network without training it, their arguments and their help.
import type { Command } from 'commander';
import { addDataOptions } from './specOptions.ts';

interface Texts {
  fileHelp: string;
  examples(lines: string[]): string;
}

export function addInsightVerbs(program: Command, { fileHelp, examples }: Texts): void {
  addDataOptions(
    program
      .command('solve')
      .description('compute the linear network with the least squared error instead of training it')
      .argument('<file>', fileHelp),
  )
    .option('--spec <file>', 'take columns, split and seed from this spec, as printed by `chainrule spec`')
    .option('--json', 'JSON Lines instead of text; the last line is the result')
    .addHelpText(
      'after',
      examples(['solve cars.csv --target mpg', 'solve cars.csv --target mpg --ignore name --json']),
    )
    .action(async (file, options) => (await import('./solve.ts')).solve(file, options));
}
