// Options of `inspect`.
import type { Command } from 'commander';
import { examples } from '../../options/helpExamples.ts';
import { addReadingOptions } from '../../options/readingOptions.ts';

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
