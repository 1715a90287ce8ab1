// Signs on the command line: a character itself, or its name such as comma, tab, none.
import { InvalidArgumentError } from 'commander';
import { delimiters } from '../../../contract/table/delimiters.ts';

const named: Record<string, string | null> = {
  ...Object.fromEntries(delimiters.flatMap(({ sign, names }) => names.map((name) => [name, sign]))),
  none: null,
  point: '.',
  double: '"',
  single: "'",
  apostrophe: "'",
  backslash: '\\',
};

/** A character itself, or its name; `none` is null. */
export function sign(text: string): string | null {
  const found = named[text.toLowerCase()];
  return found === undefined ? text : found;
}

export function signOf<Sign extends string | null>(
  signs: readonly Sign[],
  names: string,
): (text: string) => Sign {
  return (text) => {
    const found = signs.find((one) => one === sign(text));
    if (found === undefined) throw new InvalidArgumentError(`Expected ${names}.`);
    return found;
  };
}
