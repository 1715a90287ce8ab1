// The verbs, their arguments and their help. What a verb does is in the file of its name and is loaded with it.
import { Command, Option } from 'commander';
import { exportFormats } from '../../contract/calls.ts';
import { limits } from '../../contract/limits.ts';
import { programVersion } from '../../workspace/program.ts';
import { addBenchVerbs } from './benchVerbs.ts';
import { exitCodes, usageSentence } from './failure.ts';
import { addInsightVerbs } from './insightVerbs.ts';
import { oneOf, wholeNumber } from './parse.ts';
import { addSpecOptions } from './specOptions.ts';

const modelHelp = "a run's folder, or an exported .safetensors file";
const fileHelp = 'a table: CSV, TSV or the like';

/** `exit` gets a verb's exit code where it has one of its own; errors are thrown. */
export function buildProgram({ exit }: { exit: (code: number) => void }): Command {
  const program = new Command('chainrule')
    .description('Trains small neural networks on tables, and keeps what they learned.')
    .version(programVersion, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .exitOverride((error) => {
      throw Object.assign(error, { exitCode: error.exitCode === 0 ? 0 : exitCodes.wrongUsage });
    })
    .configureOutput({ outputError: (text, write) => write(`${usageSentence(text)}\n`) })
    .addHelpText('after', examples(['inspect iris.csv', 'train iris.csv --target species', 'serve']));
  addTableVerbs(program, exit);
  addInsightVerbs(program, { fileHelp, examples, exit });
  addModelVerbs(program, exit);
  addBenchVerbs(program, { examples });
  program
    .command('serve')
    .description('open Chainrule as a page in the browser, on this machine only')
    .addOption(
      new Option('--port <n>', 'the first port to try (default: any free one)').argParser(
        wholeNumber('--port', { min: 1, max: 65_535 }),
      ),
    )
    .option('--no-open', 'print the link only')
    .addHelpText('after', examples(['serve', 'serve --port 8080 --no-open']))
    .action(async (options) => exit(await (await import('./serve.ts')).serve(options)));
  return program;
}

function addTableVerbs(program: Command, exit: (code: number) => void): void {
  program
    .command('inspect')
    .description('tell how a file is read and what its columns hold')
    .argument('<file>', fileHelp)
    .option('--json', 'JSON instead of text')
    .addHelpText('after', examples(['inspect iris.csv', 'inspect prices.csv --json']))
    .action(async (file, options) => (await import('./inspect.ts')).inspect(file, options));
  addSpecOptions(
    program
      .command('spec')
      .description('print the whole spec that is proposed for a table, as JSON')
      .argument('<file>', fileHelp),
  )
    .option('--spec <file>', 'start from this spec instead of a proposal')
    .option('--json', 'tell a failure as JSON too')
    .addHelpText(
      'after',
      examples(['spec iris.csv --target species', 'spec cars.csv --target mpg --hidden 32 > spec.json']),
    )
    .action(async (file, options) => (await import('./printSpec.ts')).printSpec(file, options));
  addSpecOptions(
    program
      .command('train')
      .description('train a network; what no option says is proposed from the table and printed')
      .argument('<file>', fileHelp),
  )
    .option('--spec <file>', 'train this spec, as printed by `chainrule spec`')
    .addOption(
      new Option(
        '--threads <n>',
        `${limits.threads.min} to ${limits.threads.max}; changes the speed and no number (default: all cores)`,
      ).argParser(wholeNumber('--threads', limits.threads)),
    )
    .option('--out <folder>', 'keep the run in this new folder (default: one under CHAINRULE_HOME)')
    .option('--json', 'JSON Lines instead of text; the last line is the result')
    .addHelpText(
      'after',
      examples([
        'train iris.csv --target species',
        'train cars.csv --target mpg --hidden 64,32 --epochs 200 --seed 1',
        'train survey.csv --target answer --task multiclass --ignore id --categorical zip',
        'train iris.csv --spec spec.json --out run --json',
      ]),
    )
    .action(async (file, options) => exit(await (await import('./train.ts')).train(file, options)));
}

function addModelVerbs(program: Command, exit: (code: number) => void): void {
  program
    .command('evaluate')
    .description('score a model on every row of a file that has a target')
    .argument('<model>', modelHelp)
    .argument('<file>', fileHelp)
    .option('--json', 'JSON instead of text')
    .addHelpText('after', examples(['evaluate run iris.csv', 'evaluate iris.safetensors new.csv --json']))
    .action(async (model, file, options) => (await import('./evaluate.ts')).evaluate(model, file, options));
  program
    .command('predict')
    .description("write a file's own columns and the predictions, as CSV")
    .argument('<model>', modelHelp)
    .argument('<file>', fileHelp)
    .option('--out <file>', 'write here (default: stdout)')
    .option('--json', 'tell the result, or a failure, as JSON too')
    .addHelpText(
      'after',
      examples(['predict run new.csv', 'predict iris.safetensors new.csv --out predictions.csv']),
    )
    .action(async (model, file, options) =>
      exit(await (await import('./predict.ts')).predict(model, file, options)),
    );
  program
    .command('export')
    .description('write a model to one file')
    .argument('<model>', modelHelp)
    .addOption(
      new Option(
        '--format <format>',
        `${exportFormats.join(' or ')} (default: by the ending of --out, else ${exportFormats[0]})`,
      ).argParser(oneOf(exportFormats)),
    )
    .requiredOption('--out <file>', 'write here; - is stdout')
    .option('--json', 'tell the result, or a failure, as JSON too')
    .addHelpText(
      'after',
      examples(['export run --format safetensors --out iris.safetensors', 'export run --out iris.json']),
    )
    .action(async (model, options) => (await import('./exportModel.ts')).exportModel(model, options));
}

function examples(lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  chainrule ${line}`).join('\n')}`;
}
