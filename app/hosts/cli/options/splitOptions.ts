// The options that choose training, validation and test rows -> the spec's split. Several may imply the same way of splitting; ways
// that contradict each other are wrong usage.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { limits } from '../../../contract/limits.ts';
import { foldSplit } from '../../../contract/spec/folds.ts';
import { defaultSplit, type SplitSpec, validationShareBesideTestRows } from '../../../contract/spec/spec.ts';
import { wrongUsage } from '../output/failure.ts';
import { collect, oneOf, refused, wholeNumber } from './parse.ts';

const ways = ['share', 'group', 'time', 'column', 'fold'] as const;
type Way = (typeof ways)[number];

export interface Shares {
  train: number;
  validation: number;
  test: number;
}

export interface SplitOptions {
  split?: Shares;
  splitBy?: Way;
  group?: string;
  time?: string;
  partColumn?: string;
  validationValue?: string[];
  testValue?: string[];
  folds?: number;
  fold?: number;
  stratify?: boolean;
  testRows?: string;
  testFile?: string[];
  validationFile?: string[];
  dropDuplicates?: boolean;
  seed?: number;
}

export function addSplitOptions(command: Command): Command {
  const { train, validation, test } = defaultSplit;
  const usual = `${train},${validation},${test}`;
  command
    .addOption(
      new Option(
        '--split <shares>',
        `shares of training, validation and test rows (default: ${usual}), or such as 80/10/10`,
      ).argParser(shares),
    )
    .addOption(
      new Option('--split-by <way>', `${ways.join(', ')} (default: by the options below)`).argParser(
        oneOf(ways),
      ),
    )
    .option('--group <column>', 'rows with the same cell in it stay in one part')
    .option('--time <column>', 'numbers or dates: the earliest rows are training data, the latest test data')
    .option('--part-column <column>', 'the column that says which rows are validation and test data')
    .addOption(
      new Option('--validation-value <cell>', 'its cell for validation data (default: validation)').argParser(
        collect,
      ),
    )
    .addOption(new Option('--test-value <cell>', 'its cell for test data (default: test)').argParser(collect))
    .addOption(
      new Option(
        '--folds <k>',
        'number of folds of a cross-validation; train runs all of them unless --fold names one',
      ).argParser(wholeNumber('--folds', limits.folds)),
    )
    .addOption(
      new Option('--fold <n>', 'the fold that is the test data, from 1').argParser(
        wholeNumber('--fold', { min: 1, max: limits.folds.max }),
      ),
    )
    .addOption(new Option('--stratify', 'each part gets its share of each class (the default)'))
    .addOption(new Option('--no-stratify', 'shares of all rows, whatever their class').default(undefined))
    .addOption(
      new Option(
        '--test-rows <file>',
        'JSON array of 0-based data rows that are the test data; the rest is split 85:15',
      ).conflicts('split'),
    )
    .option('--drop-duplicates', 'leave out duplicate rows')
    .addOption(
      new Option(
        '--seed <n>',
        `${limits.seed.min} to ${limits.seed.max}; decides split, initial weights and order of rows`,
      ).argParser(wholeNumber('--seed', limits.seed)),
    );
  return addFileOptions(command);
}

/** The test data in a file of its own. */
function addFileOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--test-file <file>',
        'its rows are the test data; may be given again, or be a folder of tables',
      ).argParser(collect),
    )
    .addOption(
      new Option(
        '--validation-file <file>',
        `its rows are the validation data (default: ${100 * validationShareBesideTestRows} % of the training rows)`,
      ).argParser(collect),
    );
}

/** `0.7,0.15,0.15`, or in any unit with slashes: `70/15/15`. */
export function shares(text: string): Shares {
  const slashes = text.includes('/');
  const numbers = text
    .split(slashes ? '/' : ',')
    .map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (numbers.length !== 3 || !numbers.every(Number.isFinite)) {
    throw new InvalidArgumentError(
      'Expected three shares for training, validation and test, such as 70/15/15 or 0.7,0.15,0.15.',
    );
  }
  const sum = numbers.reduce((total, share) => total + share, 0);
  const whole = slashes ? sum : 1;
  const [train = 0, validation = 0, test = 0] = numbers.map((share) => share / whole);
  if (numbers.some((share) => share < 0) || !(whole > 0) || (!slashes && Math.abs(sum - 1) >= 1e-6)) {
    throw refused('--split', 'three shares from 0 to 1 that add up to 1', text);
  }
  if (train === 0) throw refused('--split', 'a training share above 0', text);
  return { train, validation, test };
}

/** The split that was asked for around `before`, the spec's; undefined where nothing was said. `byFile`: that of the files of
 *  --test-file and --validation-file, once they are open. Throws CommanderError. */
export function splitOf(
  options: SplitOptions,
  testRows: SplitSpec | undefined,
  before?: SplitSpec,
  byFile?: SplitSpec,
): SplitSpec | undefined {
  const way = wayOf(options, before);
  if (testRows !== undefined) {
    if (way !== undefined)
      throw wrongUsage(`--test-rows says which rows are the test data: leave the split by ${way} out.`);
    return testRows;
  }
  const parts = options.split ?? sharesOf(before) ?? { ...defaultSplit };
  switch (way) {
    case undefined:
      return undefined;
    case 'share':
      return { ...parts, ...(options.stratify === undefined ? {} : { stratified: options.stratify }) };
    case 'group':
      return { by: way, ...parts };
    case 'time':
      return { by: way, column: needed(options.time, '--split-by time', '--time'), ...parts };
    case 'column':
      return {
        by: way,
        column: needed(options.partColumn, '--split-by column', '--part-column'),
        validation: options.validationValue ?? ['validation'],
        test: options.testValue ?? ['test'],
      };
    case 'fold':
      return foldOf(options, before);
    case 'file':
      if (options.split !== undefined)
        throw wrongUsage(
          '--split does not work with a split by file: leave it out. --validation-file says which rows are the validation data.',
        );
      return byFile;
  }
}

function needed(value: string | undefined, option: string, other: string): string {
  if (value !== undefined) return value;
  throw wrongUsage(`${option} needs ${other}: name the column.`);
}

function foldOf({ folds, fold }: SplitOptions, before: SplitSpec | undefined): SplitSpec {
  const said = before !== undefined && 'by' in before && before.by === 'fold' ? before : null;
  const count = folds ?? said?.folds;
  if (count === undefined) throw wrongUsage('--fold needs --folds: give the number of folds.');
  const test = fold ?? 1;
  if (test > count) throw refused('--fold', `a whole number from 1 to ${count}`, String(test));
  return foldSplit(before, count, test);
}

function sharesOf(split: SplitSpec | undefined): Shares | undefined {
  if (split === undefined || !('train' in split)) return undefined;
  return { train: split.train, validation: split.validation, test: split.test };
}

/** `--group` alone only gives the column its role where rows are split in a different way that keeps groups. */
function wayOf(options: SplitOptions, before: SplitSpec | undefined): Way | 'file' | undefined {
  const implied: [way: Way | 'file', option: string, value: unknown][] = [
    ['file', '--test-file', options.testFile],
    ['file', '--validation-file', options.validationFile],
    ['time', '--time', options.time],
    ['column', '--part-column', options.partColumn],
    ['column', '--validation-value', options.validationValue],
    ['column', '--test-value', options.testValue],
    ['fold', '--folds', options.folds],
    ['fold', '--fold', options.fold],
    ['share', '--stratify', options.stratify],
  ];
  const said = implied.filter(([, , value]) => value !== undefined);
  const way = options.splitBy ?? said[0]?.[0];
  const other = said.find(([of]) => of !== way);
  if (other !== undefined) throw wrongUsage(`${other[1]} does not work with a split by ${way}.`);
  if (way !== undefined) return way;
  if (options.group !== undefined) return 'group';
  if (options.split === undefined) return undefined;
  return before !== undefined && 'by' in before && before.by === 'group' ? 'group' : 'share';
}
