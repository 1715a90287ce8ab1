// Options of the verbs that read a table.
import type { Command } from 'commander';
import { examples } from '../../options/helpExamples.ts';
import { forceOption, rawOption } from '../../options/outputOptions.ts';
import { addReadingOptions } from '../../options/readingOptions.ts';
import { addDataOptions, addSpecOptions } from '../../options/specOptions.ts';

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
