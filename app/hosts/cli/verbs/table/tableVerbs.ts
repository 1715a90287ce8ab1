// Options of the verbs that prepare a table.
import type { Command } from 'commander';
import { examples } from '../../options/helpExamples.ts';
import { forceOption, rawOption } from '../../options/outputOptions.ts';
import { addDataOptions, addSpecOptions } from '../../options/specOptions.ts';

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
