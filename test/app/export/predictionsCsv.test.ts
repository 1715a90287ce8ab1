import { stringify } from 'csv-stringify/sync';
import { describe, expect, it } from 'vitest';
import { FormulaCells } from '../../../app/export/formulaCells.ts';
import { type AddedColumn, predictionsCsv } from '../../../app/export/predictionsCsv.ts';

async function textOf(input: Parameters<typeof predictionsCsv>[0]): Promise<string> {
  let text = '';
  for await (const piece of predictionsCsv(input)) text += piece;
  return text;
}

const named = (name: string, cell: AddedColumn['cell'] = () => 'x'): AddedColumn => ({ name, cell });

describe('predictionsCsv', () => {
  it('adds columns to cells that stay exactly as they are', async () => {
    const rows = [
      [
        ['=1+1', '007', null],
        ['say "hi"', ' 1,5 ', 'two\nlines'],
      ],
      [['-3', '1e5', '+']],
    ];
    const added = [{ rows: 3, columns: [named('prediction', (row) => `p${row}`)] }];
    expect(await textOf({ header: ['a', 'b, c', 'd'], rows, added })).toBe(
      'a,"b, c",d,prediction\n=1+1,007,,p0\n"say ""hi"""," 1,5 ","two\nlines",p1\n-3,1e5,+,p2\n',
    );
  });

  it('makes cells, headers and its own texts that begin a formula harmless, of lines as of cells', async () => {
    const added = () => [{ rows: 2, columns: [named('=p', (row) => ['=1+1', '-0.5'][row]!)] }];
    for (const rows of [
      [
        [
          ['=1', '-3'],
          ['b', '@x'],
        ],
      ],
      [['=1,-3', 'b,@x']],
    ]) {
      const formulas = new FormulaCells();
      const text = await textOf({ header: ['+a', 'c'], rows, added: added(), formulas });
      expect(text).toBe("'+a,c,'=p\n'=1,-3,'=1+1\nb,'@x,-0.5\n");
      expect(formulas.count).toBe(5);
    }
  });

  it('numbers a name that the table has already', async () => {
    const added = [{ rows: 0, columns: [named('prediction'), named('prediction_2')] }];
    const text = await textOf({ header: ['prediction'], rows: [], added, delimiter: ';' });
    expect(text).toBe('prediction;prediction_2;prediction_2_2\n');
  });

  it('brings rows and what is added together in whatever pieces either comes', async () => {
    const counted = (first: number) => [named('n', (row) => `${first + row}`)];
    const added = [
      { rows: 2, columns: counted(0) },
      { rows: 0, columns: counted(2) },
      { rows: 3, columns: counted(2) },
      { rows: 1, columns: counted(5) },
    ];
    const whole = 'a,n\nr,0\nr,1\nr,2\nr,3\nr,4\nr,5\n';
    for (const pieces of [[6], [1, 1, 1, 1, 1, 1], [3, 0, 3], [5, 1]]) {
      const cells = pieces.map((rows) => Array.from({ length: rows }, () => ['r']));
      expect(await textOf({ header: ['a'], rows: cells, added })).toBe(whole);
      expect(await textOf({ header: ['a'], rows: cells.map((piece) => piece.flat()), added })).toBe(whole);
    }
  });

  it('rejects where there are more rows than were added to', async () => {
    const added = [{ rows: 1, columns: [] }];
    await expect(textOf({ header: ['a'], rows: [[['1']], [['2']]], added })).rejects.toThrow(
      'some rows have no predictions',
    );
  });

  it('writes beside a line what it writes beside cells', async () => {
    const texts = ['0.5', '0,5', 'a "b"', '"', 'two\nlines', 'a\rb', '', ' ', '한글;', "'"];
    const added = [{ rows: texts.length, columns: [named('p', (row) => texts[row]!)] }];
    for (const delimiter of [',', ';', '\t']) {
      const lines = texts.map(() => `1${delimiter}2`);
      const cells = texts.map((text) => ['1', '2', text]);
      expect(await textOf({ header: ['a', 'b'], rows: [lines], added, delimiter })).toBe(
        stringify([['a', 'b', 'p'], ...cells], { delimiter }),
      );
    }
  });

  it('lets go of what is added when its reader goes away', async () => {
    let left = false;
    async function* added() {
      try {
        for (;;) yield { rows: 1, columns: [] };
      } finally {
        left = true;
      }
    }
    for await (const _ of predictionsCsv({ header: ['a'], rows: [['1']], added: added() })) break;
    expect(left).toBe(true);
  });
});
