// Random tables of three columns, most of them nearly regular: what two ways of reading are held against each other on.
import fc from 'fast-check';

interface Cells {
  weight: number;
  plain: string[];
  quoted: string[];
}

/** The text of a table with its header; `weight` says how much oftener a cell is plain than odd. */
export function nearlyRegularText({ weight, plain, quoted }: Cells): fc.Arbitrary<string> {
  const cell = fc.oneof(
    { weight, arbitrary: fc.constantFrom(...plain) },
    { weight: 8, arbitrary: fc.constantFrom(...quoted) },
    { weight: 1, arbitrary: fc.constantFrom('"a\nb"', '5"', '" z"', '"c" ', '  ', '\r', '"', '""x') },
  );
  return fc
    .record({
      rows: fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 6 }),
      odd: fc.constantFrom('', '', '', '\n', '1,2', '1,2,3,4', ' '),
      delimiter: fc.constantFrom(',', ';', '\t', '|', ' '),
      end: fc.constantFrom('\n', '\r\n', '\r'),
      last: fc.boolean(),
    })
    .map(({ rows, odd, delimiter, end, last }) => {
      const all = [['a', 'b', 'c'], ...rows].map((cells) => cells.join(delimiter));
      return [...all, odd].join(end) + (last ? end : '');
    });
}
