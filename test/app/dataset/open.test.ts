// How a text becomes rows, columns and cells.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { codes, column, lines, opened, tableOf, written } from './writtenTable.ts';

describe('cutting', () => {
  const layouts: [
    what: string,
    text: string,
    delimiter: string,
    names: string[],
    first: (string | null)[],
  ][] = [
    ['commas', 'a,b\n1,2\n', ',', ['a', 'b'], ['1', '2']],
    ['semicolons with decimal commas', 'a;b\n1,5;2\n3,5;4\n', ';', ['a', 'b'], ['1,5', '2']],
    ['tabs around commas in text', 'a\tb\nx, y\t1\nz\t2\n', '\t', ['a', 'b'], ['x, y', '1']],
    ['bars', 'a|b|c\n1|2|3\n', '|', ['a', 'b', 'c'], ['1', '2', '3']],
    ['an announced delimiter', 'sep=|\na|b\n1,1|2\n', '|', ['a', 'b'], ['1,1', '2']],
    ['CR line ends', 'a,b\r1,2\r', ',', ['a', 'b'], ['1', '2']],
    ['no line end at the end', 'a,b\n1,2', ',', ['a', 'b'], ['1', '2']],
    ['a quoted line end', 'a,b\n"x\r\ny",2\n', ',', ['a', 'b'], ['x\r\ny', '2']],
    ['quotes inside an unquoted cell', 'a,b\n5" pipe,2\n', ',', ['a', 'b'], ['5" pipe', '2']],
    ['quotes inside a quoted cell', 'a,b\n"say "hi" now",2\n', ',', ['a', 'b'], ['say "hi" now', '2']],
    ['blanks after a closing quote', 'a,b\n"x" ,2\n', ',', ['a', 'b'], ['x', '2']],
    ['a single column', 'v\n1\n2\n', ',', ['v'], ['1']],
    ['commas in a single column of text', 'text\nno, never\nyes\nwell\n', ',', ['text'], ['no, never']],
    ['lines above the table', 'Report 2020\n\na,b,c\n1,2,3\n4,5,6\n', ',', ['a', 'b', 'c'], ['1', '2', '3']],
    ['row names without a name', 'x,y\nr1,1,2\nr2,3,4\n', ',', ['column_1', 'x', 'y'], ['r1', '1', '2']],
    ['no header above numbers', '1,2\n3,4\n', ',', ['column_1', 'column_2'], ['1', '2']],
    ['no header above numbers and words', '1,a\n2,b\n3,a\n', ',', ['column_1', 'column_2'], ['1', 'a']],
    ['years as names', 'who,2019,2020\nx,5,6\ny,7,8\n', ',', ['who', '2019', '2020'], ['x', '5', '6']],
    [
      'columns numbered by whoever wrote them',
      ',0,1,2\n0,0.5,3,4\n1,1.5,2.5,0.1\n',
      ',',
      ['column_1', '0', '1', '2'],
      ['0', '0.5', '3', '4'],
    ],
    ['a byte-order mark above numbers', '\ufeff1,2\n3,4\n', ',', ['column_1', 'column_2'], ['1', '2']],
    ['a byte-order mark above a quoted name', '\ufeff"a","b"\n3,4\n', ',', ['a', 'b'], ['3', '4']],
    ['words under words', 'name,job\nann,cook\nbob,smith\n', ',', ['name', 'job'], ['ann', 'cook']],
    ['delimiters at the end of rows', 'a,b\n1,2,\n3,4,\n', ',', ['a', 'b'], ['1', '2']],
    [
      'repeated and empty names',
      'x,x,,x_2\n1,2,3,4\n',
      ',',
      ['x', 'x_3', 'column_3', 'x_2'],
      ['1', '2', '3', '4'],
    ],
    ['a name that objects have', '__proto__,toString\n1,2\n', ',', ['__proto__', 'toString'], ['1', '2']],
    ['spaces', 'x y z\n1.5 2 3\n2.5 3 4\n', ' ', ['x', 'y', 'z'], ['1.5', '2', '3']],
    [
      'columns aligned with spaces',
      ' x    y   z\n1.5  20   3\n2.5   3  14\n',
      ' ',
      ['x', 'y', 'z'],
      ['1.5', '20', '3'],
    ],
    [
      'spaces in times of a single column',
      'when\n2020-01-01 10:00\n2020-01-02 11:00\n',
      ',',
      ['when'],
      ['2020-01-01 10:00'],
    ],
    ['spaces in names of a single column', 'name\nAnn Lee\nBob Ray\n', ',', ['name'], ['Ann Lee']],
    ['blanks before quotes', 'a, b, c\n1, "x, y", 3\n2, z, 4\n', ',', ['a', 'b', 'c'], ['1', 'x, y', '3']],
    ['apostrophes', "a,b\n'x, y',1\n'it''s',2\n", ',', ['a', 'b'], ['x, y', '1']],
    ['quotes after backslashes', 'a,b\n"x \\"q\\", y",1\n"z",2\n', ',', ['a', 'b'], ['x "q", y', '1']],
    ['a quote somebody typed', 'a,b,c\n1,"x,2\n3,y,4\n5,"z, w",6\n', ',', ['a', 'b', 'c'], ['1', '"x', '2']],
    [
      'lines of comment',
      '# made, today\na,b,c\n1,2,3\n# off\n4,5,6\n',
      ',',
      ['a', 'b', 'c'],
      ['1', '2', '3'],
    ],
    ['names in a comment', '# made\n# a b c\n1 2 3\n4 5 6\n', ' ', ['a', 'b', 'c'], ['1', '2', '3']],
    ['a line of units', 'time,mass\ns,kg\n1,2\n2,3\n', ',', ['time s', 'mass kg'], ['1', '2']],
    [
      'years above numbers',
      '2019,2020,2021\n5,6,7\n8,9,10\n',
      ',',
      ['2019', '2020', '2021'],
      ['5', '6', '7'],
    ],
    [
      'colons',
      'root:x:0:/root\nbin:x:1:/bin\nsys:x:2:/dev\n',
      ':',
      ['column_1', 'column_2', 'column_3', 'column_4'],
      ['root', 'x', '0', '/root'],
    ],
    ['a second table under the first', 'a,b\n1,2\n3,4\n\nx,y,z\n1,2,3\n4,5,6\n', ',', ['a', 'b'], ['1', '2']],
    ['empty and quoted empty cells', 'a,b,c\n,"",x\n1,2,y\n', ',', ['a', 'b', 'c'], [null, null, 'x']],
  ];
  it.each(layouts)('%s', async (_what, text, delimiter, names, first) => {
    const table = await tableOf(text);
    expect(table.dialect.delimiter).toBe(delimiter);
    expect(table.columns.map((c) => c.name)).toEqual(names);
    expect((await table.cells(0, 1))[0]).toEqual(first);
  });

  it('takes most records for the rule in a ragged file, pads short rows and leaves long ones out', async () => {
    const table = await tableOf('a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,12\n');
    expect([table.rows, table.rowsLeftOut]).toEqual([3, 1]);
    expect(await table.cells(0, 9)).toEqual([
      ['1', '2', '3'],
      ['4', '5', null],
      ['10', '11', '12'],
    ]);
    const [short, long] = table.issues;
    expect(short).toMatchObject({ code: 'rows_short', values: { count: 1, first: 3 } });
    expect(long).toMatchObject({ code: 'rows_long', values: { count: 1, first: 4 } });
  });

  it('never takes a very ragged file for a single column', async () => {
    const table = await tableOf('a,b,c\n1\n1,2\n1,2,3,4\n1,2,3,4,5\n1,2,3\n1,2\n');
    expect(table.columns).toHaveLength(3);
    expect(table.rows + table.rowsLeftOut).toBe(6);
  });

  it('leaves a row whose quote is never closed out, and reads those after it', async () => {
    const table = await tableOf('a,b\n1,2\n"x\n4,5\n');
    expect([table.rows, table.rowsLeftOut]).toEqual([2, 1]);
    expect(codes(table.issues)).toContain('rows_unreadable');
    expect(await table.cells(0, 9)).toEqual([
      ['1', '2'],
      ['4', '5'],
    ]);
  });

  it('reads UTF-16 with and without a mark', async () => {
    const text = 'name,v\n한글,1\nabc,2\n';
    for (const mark of ['\ufeff', '']) {
      const table = await tableOf(Buffer.from(mark + text, 'utf16le'));
      expect(table.dialect.encoding).toMatch(/^utf-16(le|be)?$/);
      expect(await table.cells(0, 1)).toEqual([['한글', '1']]);
    }
  });

  it('keeps a cell of a mebibyte', async () => {
    const long = 'x'.repeat(2 ** 20);
    const table = await tableOf(`a,b\n${long},1\n"${long}",2\n`);
    expect((await table.cells(0, 2)).map(([cell]) => cell?.length)).toEqual([2 ** 20, 2 ** 20]);
  });

  it('counts the same rows whatever the size of the file', async () => {
    const table = await tableOf(lines('a,b,c', 150_000, (i) => `${i},"q ""${i}""\nnext",${i % 7}`));
    expect(table.rows).toBe(150_000);
    expect(await table.cells(149_999, 5)).toEqual([['149999', 'q "149999"\nnext', '3']]);
  });
});

describe('the file', () => {
  it.runIf(process.platform !== 'win32')('may have any name', async () => {
    for (const name of [
      "a'b.csv",
      'a"b.csv',
      'a\nb.csv',
      '*.csv',
      'a[1]?.csv',
      '한글 {1,2}.csv',
      '~.csv',
      'a.csv.gz',
    ]) {
      const table = await tableOf('a,b\n1,2\n', name);
      expect([table.fileName, table.rows]).toEqual([name, 1]);
    }
  });

  it('is known by the hash of its bytes, also when it was converted', async () => {
    const bytes = Buffer.from('\ufeffa,b\r\n1,2\r\n', 'utf16le');
    const table = await tableOf(bytes);
    expect(table.hash).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(table.bytes).toBe(bytes.length);
  });

  it('can be shown under another name', async () => {
    const table = await opened(await written('a,b\n1,2\n'), { fileName: 'mine.csv' });
    expect(table.fileName).toBe('mine.csv');
  });

  it('is reported on from 0 to 1, never backwards', async () => {
    const seen: number[] = [];
    const path = await written(lines('a,b', 100_000, (i) => `${i},${i}`));
    await opened(path, { onProgress: (fraction) => seen.push(fraction ?? 0) });
    expect(seen[0]).toBe(0);
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });
});

describe('cells', () => {
  it('come in windows and, for all of them, in order', async () => {
    const table = await tableOf(lines('a,b', 120_000, (i) => `${i},x${i}`));
    expect(await table.cells(119_998, 100)).toEqual([
      ['119998', 'x119998'],
      ['119999', 'x119999'],
    ]);
    expect(await table.cells(500_000, 10)).toEqual([]);
    let next = 0;
    for await (const piece of table.allCells())
      for (const [a] of piece) if (a !== String(next++)) throw new Error(a ?? '');
    expect(next).toBe(120_000);
  });

  it('of more columns than one table of DuckDB holds keep their order', async () => {
    const names = Array.from({ length: 150 }, (_, i) => `c${i}`);
    const table = await tableOf(lines(names.join(), 30, (row) => names.map((_, i) => row * 1000 + i).join()));
    const [, second] = await table.cells(0, 2);
    expect(second).toEqual(names.map((_, i) => String(1000 + i)));
    for (const i of [0, 63, 64, 127, 128, 149]) {
      expect((await table.numbers(`c${i}`)).slice(0, 3)).toEqual(new Float64Array([i, 1000 + i, 2000 + i]));
    }
    expect(column(table, 'c149').mean).toBe(14_500 + 149);
  });

  it('are asked for under a name the table has, else the nearest names are told', async () => {
    const table = await tableOf('petal_length,petal_width,species\n1,2,a\n');
    await expect(table.numbers('Petal Length')).rejects.toMatchObject({
      code: 'column_unknown',
      message: expect.stringMatching(/one of these: "petal_length"/),
    });
  });
});
