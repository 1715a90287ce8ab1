// The verbs: name, arguments and purpose. The options and the action of a verb are in a file that is loaded only for that verb, so that
// `--help` answers at once.
import { Command } from 'commander';
import { programVersion } from '../../workspace/program.ts';
import { examples } from './options/helpExamples.ts';
import { type Exit, exitCodes, usageSentence } from './output/failure.ts';

interface Verb {
  name: string;
  /** Each with its help. */
  takes: Record<string, string>;
  /** Where it is more than options and what is taken. */
  usage?: string;
  description: string;
  /** Adds options, help and action. */
  complete(command: Command, exit: Exit): Promise<void>;
}

const file = { '<file>': 'a table: CSV, TSV or the like' };
const files = { '<file...>': `${file['<file>']}; several, or a folder of them, are joined` };
const run = { '<run>': "a run's folder, or the id of a run under CHAINRULE_HOME" };
const model = {
  '<model>': "a run's folder, or a model file: .safetensors, .json, .npz, .onnx, .keras or .h5",
};

const verbs: readonly Verb[] = [
  {
    ...{ name: 'inspect', takes: files, description: 'show how a file is read and what its columns hold' },
    complete: async (command) => (await import('./verbs/table/inspectVerb.ts')).completeInspect(command),
  },
  {
    ...{ name: 'spec', takes: files },
    description: 'print the whole spec that is proposed for a table, as JSON',
    complete: async (command) => (await import('./verbs/table/tableVerbs.ts')).completeSpec(command),
  },
  {
    ...{ name: 'prepare', takes: files },
    description: 'write the table as the network reads it, with the part of each row, as CSV',
    complete: async (command) => (await import('./verbs/table/tableVerbs.ts')).completePrepare(command),
  },
  {
    ...{ name: 'train', takes: files },
    description: 'train a network; what no option says is proposed from the table and printed',
    complete: async (command, exit) =>
      (await import('./verbs/training/trainingVerbs.ts')).completeTrain(command, exit),
  },
  {
    ...{ name: 'search', takes: files },
    description: 'find the best network: try many on folds of the table, and keep the best as a run',
    complete: async (command, exit) =>
      (await import('./verbs/training/trainingVerbs.ts')).completeSearch(command, exit),
  },
  {
    ...{ name: 'resume', takes: run, description: 'go on with a run that was killed or interrupted' },
    complete: async (command, exit) =>
      (await import('./verbs/runs/runVerbs.ts')).completeResume(command, exit),
  },
  {
    ...{ name: 'solve', takes: files },
    description: 'compute the best linear network by least squares, without training',
    complete: async (command) => (await import('./verbs/insight/insightVerbs.ts')).completeSolve(command),
  },
  {
    ...{ name: 'gradients', takes: files },
    description: 'check back-propagation against central differences, before training',
    complete: async (command, exit) =>
      (await import('./verbs/insight/insightVerbs.ts')).completeGradients(command, exit),
  },
  {
    ...{ name: 'rates', takes: files },
    description: 'try growing learning rates, one step each, and suggest one',
    complete: async (command) => (await import('./verbs/insight/insightVerbs.ts')).completeRates(command),
  },
  {
    ...{ name: 'balance', takes: files },
    description: 'train briefly with equal and with balanced class weights, and compare',
    complete: async (command) => (await import('./verbs/insight/insightVerbs.ts')).completeBalance(command),
  },
  {
    ...{ name: 'evaluate', takes: { ...model, ...file } },
    description: 'score a model on every row of a file that has a target',
    complete: async (command) => (await import('./verbs/model/modelVerbs.ts')).completeEvaluate(command),
  },
  {
    ...{ name: 'predict', takes: { ...model, ...file } },
    description: "write a file's own columns and the predictions, as CSV",
    complete: async (command, exit) =>
      (await import('./verbs/model/modelVerbs.ts')).completePredict(command, exit),
  },
  {
    ...{ name: 'explain', takes: { ...model, ...file } },
    description: 'say what each column is worth to a model, or what each adds for one row',
    complete: async (command, exit) =>
      (await import('./verbs/model/modelVerbs.ts')).completeExplain(command, exit),
  },
  {
    ...{ name: 'export', takes: model, description: 'write a model to one file' },
    complete: async (command) => (await import('./verbs/model/modelVerbs.ts')).completeExport(command),
  },
  {
    ...{
      name: 'report',
      takes: { '<run>': "a run's folder, the id of a run under CHAINRULE_HOME, or a model file" },
    },
    description: 'write everything about an ended run to one file: results, data, network, how to repeat it',
    complete: async (command) => (await import('./verbs/runs/runVerbs.ts')).completeReport(command),
  },
  {
    ...{
      name: 'verify',
      takes: {
        '[place]':
          "a run's folder, a home folder, a packed file, a model file or another export, or the folder of all exports (default: the home folder)",
      },
    },
    description: 'read everything that is kept and say what is whole',
    complete: async (command, exit) =>
      (await import('./verbs/runs/runVerbs.ts')).completeVerify(command, exit),
  },
  {
    ...{
      name: 'pack',
      takes: {
        '[place]': `${run['<run>']}, or a home folder for all its runs and the progress in lessons (default: the home folder)`,
      },
    },
    description: 'write runs with their tables to one file, to hand over',
    complete: async (command, exit) => (await import('./verbs/runs/runVerbs.ts')).completePack(command, exit),
  },
  {
    ...{ name: 'unpack', takes: { '<file>': 'a file that pack or "Save as one file" wrote' } },
    description:
      'add the runs of a packed file, with their tables, and the progress in lessons to what is kept',
    complete: async (command, exit) =>
      (await import('./verbs/runs/runVerbs.ts')).completeUnpack(command, exit),
  },
  {
    ...{
      name: 'home',
      takes: {},
      description: 'show where runs and tables are kept, and how large they are',
    },
    complete: async (command) => (await import('./verbs/runs/runVerbs.ts')).completeHome(command),
  },
  {
    ...{ name: 'lesson', takes: {}, usage: '<what> [options]' },
    description: 'check or print the file of a lesson, or list the lessons that come with Chainrule',
    complete: async (command, exit) =>
      (await import('./verbs/lesson/lessonVerbs.ts')).completeLesson(command, exit),
  },
  {
    ...{ name: 'bench', takes: {}, usage: '<measurement> [options]' },
    description: 'measure how fast Chainrule is on this machine',
    complete: async (command) => (await import('./verbs/benchVerbs.ts')).completeBench(command),
  },
  {
    ...{ name: 'serve', takes: {} },
    description: 'open Chainrule as a page in the browser, on this machine only',
    complete: async (command, exit) => (await import('./verbs/serveVerb.ts')).completeServe(command, exit),
  },
];

export function buildProgram({ exit }: { exit: Exit }): Command {
  const program = new Command('chainrule')
    .description('Trains small neural networks on tables and keeps the models.')
    .version(programVersion, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    // Options of a verb are not known yet when all verbs are listed: each has some.
    .configureHelp({ subcommandTerm: (command) => `${command.name()} ${command.usage()}` })
    .exitOverride((error) => {
      throw Object.assign(error, { exitCode: error.exitCode === 0 ? 0 : exitCodes.wrongUsage });
    })
    .configureOutput({ outputError: (text, write) => write(`${usageSentence(text)}\n`) })
    .addHelpText('after', examples(['inspect iris.csv', 'train iris.csv --target species', 'serve']));
  for (const { name, takes, usage, description } of verbs) {
    const command = program.command(name).description(description);
    command.usage(usage ?? ['[options]', ...Object.keys(takes)].join(' '));
    for (const [argument, help] of Object.entries(takes)) command.argument(argument, help);
  }
  program.hook('preSubcommand', (_, command) =>
    verbs.find(({ name }) => name === command.name())?.complete(command, exit),
  );
  return program;
}
