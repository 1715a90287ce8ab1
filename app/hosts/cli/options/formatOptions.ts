// The options that say how the cells of single columns are written: their unit, their decimal sign, what means missing.
import { type Command, Option } from 'commander';
import type { ColumnFormat, Reading } from '../../../contract/table/reading.ts';
import { wrongUsage } from '../output/failure.ts';
import { collect } from './parse.ts';
import { signOf } from './signs.ts';

export interface FormatOptions {
  unit?: string[];
  decimalIn?: string[];
  missingIn?: string[];
}

export function addFormatOptions(command: Command): Command {
  const option = (flags: string, help: string) => new Option(flags, help).argParser(collect);
  return command
    .addOption(
      option(
        '--unit <column=unit>',
        "the sign beside a column's numbers, # for the number, such as price=$# or mass=#kg; none for no sign; may be given again",
      ),
    )
    .addOption(option('--decimal-in <column=sign>', 'point or comma in one column; may be given again'))
    .addOption(
      option(
        '--missing-in <column=text>',
        'a further spelling of a missing value in one column; may be given again',
      ),
    );
}

/** How single columns are written, from the options that name one. */
export function formatsOf({ unit = [], decimalIn = [], missingIn = [] }: FormatOptions): Reading['formats'] {
  const formats = new Map<string, ColumnFormat>();
  const add = (column: string, format: ColumnFormat) =>
    formats.set(column, { ...formats.get(column), ...format });
  for (const text of unit) {
    const [column, sign] = cutOption('--unit', text, 'a column and its unit, such as price=$# or mass=#kg');
    add(column, { unit: unitOf(text, sign) });
  }
  const decimal = signOf(['.', ','] as const, 'point or comma');
  for (const text of decimalIn) {
    const [column, sign] = cutOption(
      '--decimal-in',
      text,
      'a column and its decimal sign, such as price=comma',
    );
    add(column, { decimal: within(`--decimal-in ${text}`, () => decimal(sign)) });
  }
  for (const text of missingIn) {
    const [column, spelling] = cutOption('--missing-in', text, 'a column and a spelling, such as age=-999');
    add(column, { missing: [...(formats.get(column)?.missing ?? []), spelling] });
  }
  return formats.size === 0 ? undefined : Object.fromEntries(formats);
}

function unitOf(given: string, sign: string): ColumnFormat['unit'] {
  if (sign === 'none') return null;
  const before = sign.endsWith('#');
  const text = (before ? sign.slice(0, -1) : sign.slice(1)).trim();
  if (sign.startsWith('#') === before || text === '')
    throw wrongUsage(
      `--unit ${given}: expected # for the number beside the unit, such as $# or #kg, or none.`,
    );
  return { text, before };
}

export function cutOption(option: string, text: string, expected: string): [column: string, rest: string] {
  const at = text.lastIndexOf('=');
  if (at < 1) throw wrongUsage(`${option} ${text}: expected ${expected}.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

export function within<Value>(given: string, parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    throw wrongUsage(`${given}: ${(error as Error).message}`);
  }
}
