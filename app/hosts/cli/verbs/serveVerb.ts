// Options of `chainrule serve`.
import { type Command, Option } from 'commander';
import { examples } from '../options/helpExamples.ts';
import { wholeNumber } from '../options/parse.ts';
import type { Exit } from '../output/failure.ts';

export function completeServe(command: Command, exit: Exit): void {
  command
    .addOption(
      new Option('--port <n>', 'the first port to try (default: any free one)').argParser(
        wholeNumber('--port', { min: 1, max: 65_535 }),
      ),
    )
    .option('--no-open', 'print the link only')
    .addHelpText('after', examples(['serve', 'serve --port 8080 --no-open']))
    .action(async (options) => exit(await (await import('./serve.ts')).serve(options)));
}
