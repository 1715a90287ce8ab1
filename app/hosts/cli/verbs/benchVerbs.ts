// The measurements of `chainrule bench`, their arguments and options.
import { Argument, type Command, Option } from 'commander';
import { limits } from '../../../contract/limits.ts';
import { searchBudgets } from '../../../contract/run/search.ts';
import { shapeDefaults, shapeLimits } from '../bench/ownWorkload.ts';
import { workloads } from '../bench/workloads.ts';
import { examples } from '../options/helpExamples.ts';
import { oneOf, wholeNumber, wholeNumbers } from '../options/parse.ts';
import { addTrainingOptions } from '../options/trainingOptions.ts';

const jsonHelp = 'JSON Lines instead of text; the last line is the result';
const repetitionRange = { min: 1, max: 1_000 };

export function completeBench(command: Command): void {
  command
    .helpCommand(false)
    .addHelpText('after', examples(['bench training', 'bench training W2 --threads 1 --json']));
  addTraining(command);
  addGemm(command);
  addCsv(command);
  addSearch(command);
  addStartup(command);
}

function threadsOption(): Option {
  const { min, max } = limits.threads;
  return new Option('--threads <n,...>', `thread counts to measure with, ${min} to ${max} each`)
    .argParser(wholeNumbers('--threads', limits.threads))
    .default([1, 2], '1,2');
}

function repetitionsOption(usual: number): Option {
  const { min, max } = repetitionRange;
  return new Option('--repetitions <n>', `${min} to ${max} of each measurement`)
    .argParser(wholeNumber('--repetitions', repetitionRange))
    .default(usual);
}

function addTraining(bench: Command): void {
  const names = workloads.map(({ name }) => name);
  const shape = (name: keyof typeof shapeLimits, means: string) => {
    const { min, max } = shapeLimits[name];
    const text = `of a workload of your own: ${means}, ${min} to ${max} (default: ${shapeDefaults[name]})`;
    return new Option(`--${name} <n>`, text).argParser(wholeNumber(`--${name}`, shapeLimits[name]));
  };
  const workload = oneOf(names);
  const command = bench
    .command('training')
    .description('time the training of seven workloads, or of a network of any shape')
    .addArgument(
      new Argument('[workloads...]', `${names.join(', ')} (default: all)`).argParser(
        (text: string, before: string[] | undefined) => [...(before ?? []), workload(text)],
      ),
    )
    .addOption(threadsOption())
    .addOption(repetitionsOption(5))
    .option('--busy', 'measure once more beside a program that computes on every core, in turn')
    .option('--data <folder>', 'read W1.X.f32, W1.y.f32 and so on from here (default: generated rows)')
    .addOption(shape('rows', 'rows'))
    .addOption(shape('inputs', 'inputs'))
    .addOption(shape('outputs', 'outputs'));
  addTrainingOptions(command);
  command
    .option('--json', jsonHelp)
    .addHelpText(
      'after',
      examples([
        'bench training',
        'bench training W1 W2 --threads 1 --repetitions 20 --json',
        'bench training W3 --busy',
        'bench training --rows 50000 --inputs 37 --hidden 101,53 --outputs 3 --batch-size 7 --epochs 3',
      ]),
    )
    .action(async (chosen, options) =>
      (await import('../bench/training.ts')).benchTraining(chosen ?? [], options),
    );
}

function addGemm(bench: Command): void {
  const size = (name: 'rows' | 'inputs' | 'outputs') => {
    const range = { ...shapeLimits[name], max: name === 'rows' ? shapeLimits.rows.max : limits.units.max };
    const text = `of one shape of your own instead, ${range.min} to ${range.max}`;
    return new Option(`--${name} <n>`, text).argParser(wholeNumber(`--${name}`, range));
  };
  bench
    .command('gemm')
    .description("time the engine's matrix products, next to the limit of this CPU")
    .addOption(threadsOption())
    .addOption(repetitionsOption(15))
    .addOption(size('rows'))
    .addOption(size('inputs'))
    .addOption(size('outputs'))
    .option('--json', jsonHelp)
    .addHelpText(
      'after',
      examples(['bench gemm', 'bench gemm --rows 101 --inputs 37 --outputs 53 --threads 1 --json']),
    )
    .action(async (options) => (await import('../bench/gemm.ts')).benchGemm(options));
}

function addCsv(bench: Command): void {
  const rows = { min: 10, max: 100_000_000 };
  const columns = { min: 2, max: 10_000 };
  bench
    .command('csv')
    .description('time how a file is read into the engine, and the memory that this takes')
    .argument('[file]', 'a table (default: one of numbers is generated)')
    .option('--target <column>', 'the column to predict (default: the last one)')
    .addOption(
      new Option('--rows <n>', `of the generated file, ${rows.min} to ${rows.max}`)
        .argParser(wholeNumber('--rows', rows))
        .default(1_000_000),
    )
    .addOption(
      new Option('--columns <n>', `of the generated file, ${columns.min} to ${columns.max}`)
        .argParser(wholeNumber('--columns', columns))
        .default(20),
    )
    .addOption(
      new Option('--reader <name>', "duckdb: DuckDB's own reading into memory; both: in turn")
        .choices(['chainrule', 'duckdb', 'both'])
        .default('chainrule'),
    )
    .addOption(repetitionsOption(5))
    .option('--json', jsonHelp)
    .addHelpText(
      'after',
      examples([
        'bench csv',
        'bench csv prices.csv --reader both',
        'bench csv prices.csv --target price --repetitions 3 --json',
      ]),
    )
    .action(async (file, options) => (await import('../bench/csv.ts')).benchCsv(file, options));
}

function addSearch(bench: Command): void {
  const rows = { min: 20, max: 1_000_000 };
  const columns = { min: 2, max: 1_000 };
  const { candidates } = searchBudgets;
  bench
    .command('search')
    .description('time a search for the best network')
    .argument('[file]', 'a table (default: one of numbers is generated)')
    .option('--target <column>', 'the column to predict (default: the last one)')
    .addOption(
      new Option('--candidates <n>', `how many are compared, ${candidates.min} to ${candidates.max}`)
        .argParser(wholeNumber('--candidates', candidates))
        .default(200),
    )
    .addOption(
      new Option('--rows <n>', `of the generated table, ${rows.min} to ${rows.max}`)
        .argParser(wholeNumber('--rows', rows))
        .default(1_000),
    )
    .addOption(
      new Option('--columns <n>', `of the generated table, ${columns.min} to ${columns.max}`)
        .argParser(wholeNumber('--columns', columns))
        .default(11),
    )
    .addOption(threadsOption())
    .addOption(repetitionsOption(3))
    .option('--json', jsonHelp)
    .addHelpText(
      'after',
      examples(['bench search', 'bench search examples/cars.csv --target Miles_per_Gallon --candidates 24']),
    )
    .action(async (file, options) => (await import('../bench/search.ts')).benchSearch(file, options));
}

function addStartup(bench: Command): void {
  bench
    .command('startup')
    .description('time the start of the command line, the server and the page')
    .addOption(repetitionsOption(5))
    .option('--json', jsonHelp)
    .addHelpText('after', examples(['bench startup', 'bench startup --repetitions 20 --json']))
    .action(async (options) => (await import('../bench/startup.ts')).benchStartup(options));
}
