// The options that say how a table is read, the same for every verb that reads one. What is not given is detected.

import { type Command, Option } from 'commander';
import { columnTypes } from '../../../contract/table/columnType.ts';
import { encodings, type Reading, readingSchema, thousandsMarks } from '../../../contract/table/reading.ts';
import { wrongUsage } from '../output/failure.ts';
import { addFormatOptions, cutOption, type FormatOptions, formatsOf, within } from './formatOptions.ts';
import { collect, oneOf, wholeNumber } from './parse.ts';
import { sign, signOf } from './signs.ts';

export interface ReadingOptions extends FormatOptions {
  encoding?: Reading['encoding'];
  delimiter?: string | null;
  quote?: string | null;
  escape?: string | null;
  comment?: string | null;
  skip?: number;
  footer?: number;
  without?: string[];
  header?: boolean;
  decimal?: '.' | ',';
  thousands?: Reading['thousands'];
  missing?: string[];
  shortRows?: Reading['shortRows'];
  longRows?: Reading['longRows'];
  type?: string[];
  sheet?: string;
  columns?: Reading['columns'];
}

const option = (flags: string, help: string) => new Option(flags, help);

export function addReadingOptions(command: Command): Command {
  addCutOptions(command);
  addCellOptions(command);
  return addFormatOptions(command);
}

/** How the file is cut into rows and cells, and which rows are the table. */
function addCutOptions(command: Command): void {
  command
    .addOption(option('--encoding <name>', `such as utf-8, cp949, shift_jis`).argParser(oneOf(encodings)))
    .addOption(option('--delimiter <sign>', 'what cuts a line: a sign, tab, space, none').argParser(sign))
    .addOption(option('--quote <sign>', 'what encloses cells: a sign, double, single, none').argParser(sign))
    .addOption(option('--escape <sign>', 'what escapes a quote in a cell: backslash, none').argParser(sign))
    .addOption(option('--comment <sign>', 'what comment lines begin with, or none').argParser(sign))
    .addOption(
      option('--skip <n>', 'records above the header to skip; blank lines do not count').argParser(
        wholeNumber('--skip', { min: 0, max: 100_000 }),
      ),
    )
    .addOption(
      option(
        '--footer <n>',
        'records at the end to leave out, such as totals; blank lines do not count',
      ).argParser(wholeNumber('--footer', { min: 0, max: 1000 })),
    )
    .addOption(
      option(
        '--without <text>',
        'leave out rows whose first filled cell is this text, such as Total; may be given again',
      ).argParser(collect),
    )
    .option('--header', 'the first line names the columns')
    .option('--no-header', 'it does not');
}

/** What the cells mean, and which of the rows, sheets and columns are read. */
function addCellOptions(command: Command): void {
  command
    .addOption(
      option('--decimal <sign>', 'point or comma').argParser(signOf(['.', ','] as const, 'point or comma')),
    )
    .addOption(
      option('--thousands <sign>', "what groups digits: comma, point, space, ' or none").argParser(
        signOf([...thousandsMarks, null], "comma, point, space, ' or none"),
      ),
    )
    .addOption(
      option(
        '--missing <text>',
        'a spelling of a missing value, instead of the usual ones; may be given again',
      ).argParser(collect),
    )
    .addOption(
      option('--short-rows <what>', 'pad or leaveOut rows with too few fields (default: pad)').argParser(
        oneOf(['pad', 'leaveOut'] as const),
      ),
    )
    .addOption(
      option('--long-rows <what>', 'leaveOut or cut rows with too many fields (default: leaveOut)').argParser(
        oneOf(['leaveOut', 'cut'] as const),
      ),
    )
    .addOption(
      option(
        '--type <column=type>',
        `read a column as ${columnTypes.join(', ')}; may be given again`,
      ).argParser(collect),
    )
    .option('--sheet <name>', 'of a workbook (default: the first)')
    .addOption(
      option(
        '--columns <which>',
        'of several files: same, shared to read only those that all of them have, or first to leave out what others have beyond the first file (default: same)',
      ).argParser(oneOf(['same', 'shared', 'first'] as const)),
    );
}

/** Throws CommanderError for what no file can be read by. */
export function readingOf(options: ReadingOptions): Reading {
  const { skip, footer, type, encoding, delimiter, quote, comment, header, decimal } = options;
  const { thousands, missing, shortRows, longRows, sheet, columns } = options;
  const said = {
    ...{ encoding, delimiter, quote, escape: options.escape, comment, skipped: skip, header, decimal },
    ...{ footer, without: options.without, thousands, missing, shortRows, longRows, sheet, columns },
    types: type === undefined ? undefined : typesOf(type),
    formats: formatsOf(options),
  };
  const given = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  const result = readingSchema.safeParse(given);
  if (result.success) return result.data;
  const [first] = result.error.issues;
  throw wrongUsage(`--${first?.path.map(String).join(' ')} is not possible: expected ${first?.message}.`);
}

/** `name=type`; the name may hold `=` itself. */
function typesOf(texts: string[]): Reading['types'] {
  const kind = oneOf(columnTypes);
  return Object.fromEntries(
    texts.map((text) => {
      const [column, type] = cutOption('--type', text, 'a column and its type, such as zip=category');
      return [column, within(`--type ${text}`, () => kind(type))];
    }),
  );
}
