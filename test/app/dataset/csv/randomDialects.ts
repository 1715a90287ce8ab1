// Tables with random signs and random contents: prices, places, addresses, lists, times, sentences. Each comes with the delimiter
// and the quote that it was written with.
import { Random } from '../../../../app/dataset/numbers/random.ts';

export interface RandomDialect {
  text: string;
  /** null: a single column. */
  delimiter: string | null;
  /** null: no cell is enclosed. */
  quote: string | null;
}

type Pick = <Item>(items: readonly Item[]) => Item;

const words = 'alpha beta gamma delta north south river stone lamp green violet market'.split(' ');
const sentences = [
  ...['The quick fox, as ever, jumps', 'Not bad; could be better', 'ok', 'He said "no" twice'],
  ...['size 12" pipe, long', "it's fine, isn't it", 'first; second; third', 'see https://x.org/a?b=1;c=2'],
];
const digits = [...'0123456789'];

/** Contents of a column: a cell of it. */
const contents: Record<string, (pick: Pick) => string> = {
  whole: (pick) => String(Number(pick(digits) + pick(digits) + pick(digits))),
  decimal: (pick) => `${pick(digits)}.${pick(digits)}${pick(digits)}`,
  decimalComma: (pick) => `${pick(digits)},${pick(digits)}${pick(digits)}`,
  grouped: (pick) => `${pick(digits.slice(1))}.${pick(digits)}20,${pick(digits)}5`,
  coordinates: (pick) => `4${pick(digits)}.${pick(digits)}1,-7${pick(digits)}.2${pick(digits)}`,
  address: (pick) => `Street ${pick(digits)},1234${pick(digits)} ${pick(words)}`,
  names: (pick) => `${pick(['Doe', 'Kim'])}, ${pick(['John', 'Mina', 'Ute'])}`,
  list: (pick) => Array.from({ length: pick([2, 3, 4]) }, () => pick(words)).join(','),
  numberList: (pick) => [pick(digits), pick(digits), pick(digits)].join(),
  barList: (pick) => `${pick(words)}|${pick(words)}`,
  time: (pick) => `1${pick(digits)}:${pick(['05', '30', '55'])}`,
  stamp: (pick) => `2024-0${pick(digits.slice(1))}-1${pick(digits)} 1${pick(digits)}:00:00`,
  sentence: (pick) => pick(sentences),
  word: (pick) => pick(words),
  truth: (pick) => pick(['true', 'false']),
  lines: (pick) => `${pick(words)}\n${pick(words)}`,
  mail: (pick) => `${pick(words)}@${pick(words)}.org`,
  sparse: (pick) => pick(['', ...words.slice(0, 2)]),
};
/** Kinds of content of which each cell may hold a common delimiter. */
const hard = ['decimalComma', 'coordinates', 'address', 'list', 'numberList', 'barList', 'names'];
/** Each as often as it occurs in files. */
const delimiters = [...',,,,,,,,;;;;;\t\t\t||', ' ', ':', '^', '~'];

/** The same for the same seed. */
export function randomDialect(seed: number): RandomDialect {
  const dice = new Random(seed);
  const pick: Pick = (items) => items[dice.below(items.length)]!;
  const single = pick([true, ...Array<boolean>(11).fill(false)]);
  const delimiter = single ? null : pick(delimiters);
  const quote = pick(['"', '"', '"', '"', '"', '"', "'", null]);
  const enclosed = pick(['needed', 'needed', 'texts', 'all'] as const);
  const kinds = single
    ? [pick(['decimalComma', 'coordinates', 'sentence', 'names', 'time', 'decimal', 'word'])]
    : [pick(hard), ...Array.from({ length: pick([1, 2, 3, 5]) }, () => pick(Object.keys(contents)))];
  const names = ['note', 'id', 'value', 'city', 'score', 'tag'].slice(0, kinds.length);
  const rows = Array.from({ length: pick([3, 3, 5, 12, 40, 150]) }, () =>
    kinds.map((kind) => contents[kind]!(pick)),
  );
  let used = false;
  const field = (cell: string) => {
    // A table without quotes cannot hold its own signs.
    if (quote === null) return cell.replaceAll(delimiter ?? '\n', '_').replace(/\n|^["']/g, '_');
    const signs = [delimiter ?? ',', quote, '\n'];
    const text = !/^[-\d.]*$/.test(cell);
    if (enclosed === 'needed' ? !signs.some((sign) => cell.includes(sign)) : enclosed === 'texts' && !text)
      return cell;
    used = true;
    return quote + cell.replaceAll(quote, quote + quote) + quote;
  };
  const lines = [names, ...rows].map((cells) => cells.map(field).join(delimiter ?? ','));
  return { text: `${lines.join('\n')}\n`, delimiter, quote: used ? quote : null };
}
