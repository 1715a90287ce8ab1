// Numbers of one file written as those of another: the decimal sign of the first file, without groups of digits.
import type { Dialect } from '../../contract/table/reading.ts';

type Form = Pick<Dialect, 'decimal' | 'thousands'>;

/** The signs of groups that every file with this decimal sign is read with. */
const usualThousands = { '.': ',', ',': '.' } as const;

/** Changes the text of a cell that is a number; null where the numbers of `from` can stand beside those of `to` as they are. */
export function numbersAs(from: Form, to: Form): ((text: string) => string) | null {
  const usual = from.thousands === null || from.thousands === usualThousands[from.decimal];
  if (from.decimal === to.decimal && (usual || from.thousands === to.thousands)) return null;
  const groups = new RegExp(`(?<=\\d)${groupSigns(from)}(?=\\d{3})`, 'g');
  const sign = from.decimal === '.' ? /\.(?=\d|$|[eE])/ : /,(?=\d|$|[eE])/;
  return (text) => text.replace(groups, '').replace(sign, to.decimal);
}

function groupSigns({ decimal, thousands }: Form): string {
  switch (thousands ?? usualThousands[decimal]) {
    case ' ':
      return '[ \u00a0\u202f\u2009]';
    case "'":
      return "['\u2019]";
    case '.':
      return '\\.';
    case ',':
      return ',';
  }
}

/** What groups digits in a text that holds numbers of `form` and those that were changed to it; undefined: as usual. */
export function settledThousands({ decimal, thousands }: Form): Dialect['thousands'] | undefined {
  return thousands === null || thousands === usualThousands[decimal] ? undefined : thousands;
}
