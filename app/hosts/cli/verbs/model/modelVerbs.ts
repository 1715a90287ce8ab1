// Options of the verbs that take a trained model.
import { type Command, Option } from 'commander';
import { exportFormats } from '../../../../contract/exportFormats.ts';
import { intervalLevels } from '../../../../contract/run/calibration.ts';
import { groupedDateParts } from '../../../../contract/run/errorRows.ts';
import { thresholdLimits } from '../../../../contract/run/threshold.ts';
import { examples } from '../../options/helpExamples.ts';
import { forceOption, rawOption } from '../../options/outputOptions.ts';
import { anyNumber, oneOf, wholeNumber } from '../../options/parse.ts';
import type { Exit } from '../../output/failure.ts';

/** Of two classes; for the verbs that predict. */
const threshold = () =>
  new Option(
    '--threshold <probability>',
    'of two classes, predict the second one above this probability (default: the one kept with the model, else 0.5)',
  ).argParser(anyNumber('--threshold', thresholdLimits));

export function completeEvaluate(command: Command): void {
  command
    .addOption(threshold())
    .option('--by <column>', 'also score each group of this column: its values, or bins of its numbers')
    .addOption(
      new Option('--date-part <part>', 'the part of the dates of --by').argParser(oneOf(groupedDateParts)),
    )
    .option('--worst-groups', 'also name the groups of all columns that are predicted worst')
    .option('--json', 'JSON instead of text')
    .addHelpText(
      'after',
      examples([
        'evaluate run iris.csv',
        'evaluate iris.safetensors new.csv --json',
        'evaluate run cars.csv --by Origin',
        'evaluate run seattle_weather.csv --by date --date-part month --worst-groups',
      ]),
    )
    .action(async (model, file, options) => (await import('./evaluate.ts')).evaluate(model, file, options));
}

export function completePredict(command: Command, exit: Exit): void {
  command
    .option('--out <file>', 'write here (default: stdout)')
    .option(...forceOption)
    .option(
      '--strict',
      'refuse a file with rows or cells that cannot be read, missing ones that the model has no input for, categories that it has never seen, or numbers outside the range of training by more than a tenth of it',
    )
    .addOption(
      new Option(
        '--interval <share>',
        'add an interval to each number, or a set of classes to each row, that holds the truth in this share of rows (0.9: nine of ten), as on the validation rows',
      ).argParser(anyNumber('--interval', intervalLevels)),
    )
    .option(
      '--spread',
      "add how far an ensemble's networks differ: the standard deviation of their answers, or of their probabilities of the predicted class",
    )
    .option(...rawOption)
    .addOption(threshold())
    .option('--json', 'print the result, or a failure, as JSON too')
    .addHelpText(
      'after',
      examples([
        'predict run new.csv',
        'predict run new.csv --interval 0.9',
        'predict iris.safetensors new.csv --out predictions.csv',
        'predict run new.csv --strict --out predictions.csv',
      ]),
    )
    .action(async (model, file, options) =>
      exit(await (await import('./predict.ts')).predict(model, file, options)),
    );
}

export function completeExplain(command: Command, exit: Exit): void {
  command
    .addOption(
      new Option(
        '--row <n>',
        'what each column adds to the prediction for this data row, counted from 0',
      ).argParser(wholeNumber('--row', { min: 0, max: 2 ** 32 - 1 })),
    )
    .option('--json', 'JSON instead of text')
    .addHelpText(
      'after',
      examples([
        'explain run cars.csv',
        'explain run cars.csv --row 154',
        'explain cars.safetensors new.csv --json',
      ]),
    )
    .action(async (model, file, options) =>
      exit(await (await import('./explain.ts')).explain(model, file, options)),
    );
}

export function completeExport(command: Command): void {
  command
    .addOption(
      new Option(
        '--format <format>',
        `${exportFormats.join(', ')} (default: by the ending of --out, else ${exportFormats[0]})`,
      ).argParser(oneOf(exportFormats)),
    )
    .option('--all', 'write every format, each into a folder of its own, and an index')
    .requiredOption(
      '--out <path>',
      'write this file, or a folder where there are several files (a .zip holds them all); - is stdout',
    )
    .option(...forceOption)
    .option('--json', 'print the result, or a failure, as JSON too')
    .addHelpText(
      'after',
      examples([
        'export run --format safetensors --out iris.safetensors',
        'export run --out iris.json',
        'export run --all --out iris-files',
      ]),
    )
    .action(async (model, options) => (await import('./exportModel.ts')).exportModel(model, options));
}
