// Small tables as people have them, each with the one right reading: which signs cut it, which record names the columns, and what is
// told. Every one of them was once read wrongly or refused.
import { describe, expect, it } from 'vitest';
import { codes, lines, opened, tableOf, written } from '../writtenTable.ts';

/** Names joined by `|`, the first row as read, the number of rows. */
type Case = [
  what: string,
  text: string,
  delimiter: string,
  names: string,
  first: (string | null)[],
  rows: number,
];

async function check(text: string, delimiter: string, names: string, first: (string | null)[], rows: number) {
  const table = await tableOf(text);
  expect(table.dialect.delimiter).toBe(delimiter);
  expect(table.columns.map(({ name }) => name).join('|')).toBe(names);
  expect((await table.cells(0, 1))[0]).toEqual(first);
  expect(table.rows).toBe(rows);
  return table;
}

describe('quotes at both edges of a cell enclose it, whatever it holds', () => {
  const cases: Case[] = [
    ['prices', 'item,price\na,"20,92"\nb,"13,50"\nc,"7,25"\n', ',', 'item|price', ['a', '20,92'], 3],
    ['coordinates', 'at,n\n"40.1,-70.2",3\n"41.3,-71.9",4\n', ',', 'at|n', ['40.1,-70.2', '3'], 2],
    [
      'addresses',
      'where,price\n"Street 1,12345 City",100\n"Street 2,54321 Town",200\n',
      ',',
      'where|price',
      ['Street 1,12345 City', '100'],
      2,
    ],
    [
      'purposes',
      'wofür;Betrag\n"Miete; Whg 1";5,00\n"Miete; Whg 2";6,50\n',
      ';',
      'wofür|Betrag',
      ['Miete; Whg 1', '5,00'],
      2,
    ],
    ['lists', 'tags,y\n"a,b,c",1\n"b,d,e",2\n', ',', 'tags|y', ['a,b,c', '1'], 2],
    ['a single column of prices', 'price\n"20,92"\n"13,50"\n', ',', 'price', ['20,92'], 2],
    ['a single column of names', '"who"\n"Kim, Mina"\n"Doe, John"\n', ',', 'who', ['Kim, Mina'], 2],
    ['single quotes', "'a','b'\n'29,49','x;y'\n'32,33','z;y'\n", ',', 'a|b', ['29,49', 'x;y'], 2],
    [
      'a delimiter beside a decimal comma',
      '43,61 €|"paper|valve"\n34,63 €|"pump|north"\n85,50 €|"pump|beta"\n',
      '|',
      'column_1|column_2',
      ['43,61 €', 'paper|valve'],
      3,
    ],
  ];
  it.each(cases)('%s', async (_what, text, ...expected) => {
    const table = await check(text, ...expected);
    expect(table.dialect.quote).toBe(text.startsWith("'") ? "'" : '"');
  });

  it('quotes inside cells enclose nothing', async () => {
    const text = 'size,n\n12" pipe,3\n5" valve,4\n';
    await check(text, ',', 'size|n', ['12" pipe', '3'], 2);
  });
});

describe('the delimiter of the header wins', () => {
  const cases: Case[] = [
    ['over commas', 'id;marks\n1;3,4,5\n2;1,2,2\n', ';', 'id|marks', ['1', '3,4,5'], 2],
    ['over bars', 'name;tags\nx;a|b|c\ny;b|c|d\nz;c|d|e\n', ';', 'name|tags', ['x', 'a|b|c'], 3],
    [
      'over bars, in a rare one',
      'a~b~c\nr|g~v@v.org~x\np|p~v@d.org~y\n',
      '~',
      'a|b|c',
      ['r|g', 'v@v.org', 'x'],
      2,
    ],
    ['over a decimal comma in a single column', 'price\n20,92\n13,50\n7,25\n', ',', 'price', ['20,92'], 3],
    ['over spaces between thousands', 'n\n1 858 845\n2 100 300\n', ',', 'n', ['1 858 845'], 2],
    ['over a comma between names', 'who\nKim, John\nDoe, Ute\n', ',', 'who', ['Kim, John'], 2],
  ];
  it.each(cases)('%s', async (_what, ...expected) => {
    await check(...expected);
  });
});

describe('spaces are a delimiter', () => {
  const cases: Case[] = [
    ['of numbers', 'id temp flow\n1 20.5 3\n2 21.0 4\n', ' ', 'id|temp|flow', ['1', '20.5', '3'], 2],
    ['of words', 'a b c\nx y z\nu v w\nr s t\n', ' ', 'a|b|c', ['x', 'y', 'z'], 3],
    [
      'of quoted cells below a header without row names, as R writes it',
      '"name" "n"\n"1" "a lamp" 3\n"2" "a pump" 4\n',
      ' ',
      'column_1|name|n',
      ['1', 'a lamp', '3'],
      2,
    ],
  ];
  it.each(cases)('%s', async (_what, ...expected) => {
    await check(...expected);
  });

  it('but not of a single column of texts', async () => {
    await check('address\nMain Rd 40\nOld Rd 51\nEnd Rd 62\n', ',', 'address', ['Main Rd 40'], 3);
  });
});

describe('a last column without a name', () => {
  it.each(['""', '" "', '"\n"'])('that is always %j in quotes is ignored', async (blank) => {
    const table = await check(`id,kind\n1,x,${blank}\n2,y,${blank}\n`, ',', 'id|kind', ['1', 'x'], 2);
    expect(codes(table.issues)).toContain('delimiters_trailing');
  });

  it('gets a name where rows are longer than the header, and that is told', async () => {
    const table = await check(
      'id,kind\n1,x,5\n2,y,6,7\n3,z,8,9,1\n',
      ',',
      'id|kind|column_3|column_4|column_5',
      ['1', 'x', '5', null, null],
      3,
    );
    expect(table.issues.find(({ code }) => code === 'header_fields')?.values).toEqual({
      ...{ count: 2, expected: 5, first: 1 },
    });
    expect(table.rowsLeftOut).toBe(0);
  });
});

describe('a preamble that spreadsheets padded with delimiters is skipped', () => {
  const rows = '02.01.2024;Miete;-500,00;1.200,00\n03.01.2024;Strom;-50,10;1.149,90\n';
  const names = 'Datum;Text;Betrag;Saldo';
  it.each([
    ['one line', 'Konto:;12345;;\n'],
    ['lines with dates', 'Konto:;12345;;\nZeitraum:;01.01.2024;31.01.2024;\n'],
    ['a blank line', 'Konto:;12345;;\n;;;\n'],
    ['a title', 'Auszug Januar;;;\nKonto:;12345;;\n'],
  ])('%s', async (_what, above) => {
    const table = await check(
      `${above}${names}\n${rows}`,
      ';',
      'Datum|Text|Betrag|Saldo',
      ['02.01.2024', 'Miete', '-500,00', '1.200,00'],
      2,
    );
    expect(codes(table.issues)).toContain('lines_skipped');
  });

  it('above columns whose numbers all have a unit', async () => {
    await check(
      'Scale:;12345;\nName;Weight;Age\nKim;70 kg;20 yrs\nDoe;81 kg;35 yrs\n',
      ';',
      'Name|Weight|Age',
      ['Kim', '70 kg', '20 yrs'],
      2,
    );
  });

  it('in a table of two columns', async () => {
    await check(
      'Konto:;12345\nDatum;Betrag\n02.01.2024;5,00\n03.01.2024;6,50\n',
      ';',
      'Datum|Betrag',
      ['02.01.2024', '5,00'],
      2,
    );
  });
});

describe('group names above the names of columns spread to the right', () => {
  const rows = 'a,1,2,3,4\nb,5,6,7,8\n';
  const first = ['a', '1', '2', '3', '4'];
  const quarters = 'Product|Q1 Pieces|Q1 Price|Q2 Pieces|Q2 Price';
  const cases: [what: string, head: string, names: string][] = [
    ['above the names', ',Q1,,Q2,\nProduct,Pieces,Price,Pieces,Price\n', quarters],
    ['beside a name that spans two records', 'Product,Q1,,Q2,\n,Pieces,Price,Pieces,Price\n', quarters],
    [
      'below a title',
      'Report,,,,\nMade:,01.02.2024,,,\n,Q1,,Q2,\nProduct,Pieces,Price,Pieces,Price\n',
      quarters,
    ],
    [
      'years',
      ',2023,,2024,\nProduct,Pieces,Price,Pieces,Price\n',
      quarters.replaceAll('Q1', '2023').replaceAll('Q2', '2024'),
    ],
    [
      'repeated in each column',
      'Area,2023,2023,2024,2024\nArea,men,women,men,women\n',
      'Area|2023 men|2023 women|2024 men|2024 women',
    ],
    [
      'with the name of the first column below, as pandas writes it',
      ',p,p,s,s\n,min,max,min,max\nkind,,,,\n',
      'kind|p min|p max|s min|s max',
    ],
  ];
  it.each(cases)('%s', async (_what, head, names) => {
    const table = await check(head + rows, ',', names, first, 2);
    expect(codes(table.issues)).toContain('header_joined');
  });

  it.each([
    ['that reads as missing, such as sodium', 'RI,Na,Mg,Al', 'RI|Na|Mg|Al'],
    ['that is blank', 'RI,,Mg,Al', 'RI|column_2|Mg|Al'],
  ])('but not where numbers are below: a name %s is one of a plain header', async (_what, head, names) => {
    await check(`${head}\n1.52,13.6,0,0\n1.51,13.9,0,1\n`, ',', names, ['1.52', '13.6', '0', '0'], 2);
  });

  it('but not over columns behind the last group', async () => {
    const head = ',Q1,,Q2,,\nProduct,Pieces,Price,Pieces,Price,Sum\n';
    await check(`${head}a,1,2,3,4,9\nb,5,6,7,8,9\n`, ',', `${quarters}|Sum`, [...first, '9'], 2);
  });
});

describe('a damaged header is read and told', () => {
  it.each([
    ['a quote before the first name', '"id,name,value', '"id'],
    ['a quote before another name', 'id,"name,value', '"name'],
    ['a quote behind a name', 'id,name",value', 'name"'],
  ])('%s', async (_what, header, name) => {
    const names = header.replaceAll(',', '|');
    const table = await check(`${header}\n1,x,5\n2,y,6\n`, ',', names, ['1', 'x', '5'], 2);
    const told = table.issues.find(({ code }) => code === 'header_quote');
    expect(told?.values).toEqual({ name, first: 1 });
  });

  it('a separator too many', async () => {
    const table = await check('id,,name,value\n1,x,5\n2,y,6\n', ',', 'id|name|value', ['1', 'x', '5'], 2);
    expect(codes(table.issues)).toContain('header_fields');
  });
});

describe('a first record that is built like the rows is one', () => {
  it.each([
    ['codes', 'A-17,x\nB-28,y\nC-39,z\n'],
    ['coordinates', '"40.1,-70.2",x\n"41.3,-71.9",y\n"42.5,-70.0",z\n'],
    ['mail addresses', 'a@b.org,"x|y"\nc@d.org,"u|v"\ne@f.org,"p|q"\n'],
    ['yes and no', 'x,true\ny,false\nx,true\n'],
  ])('%s', async (_what, text) => {
    const table = await tableOf(text);
    expect([table.dialect.header, table.rows]).toEqual([false, 3]);
  });
});

describe('rows below the table', () => {
  const head = 'item,pieces,price\na,3,1.5\nb,4,2.5\nc,5,3.5\n';
  const footers: [text: string, records: number][] = [
    ['Total,12,7.5\n', 1],
    ['Summe:,12,\n', 1],
    ['합계,12,7.5\n', 1],
    ['Grand total,12,7.5\n', 1],
    [',,\nTotal,12,7.5\nSource: the office in 2024,,\n', 3],
    ['소계,12,\n총계,12,7.5\n※ 자료: 통계청,,\n', 3],
    ['Total,12,7.5\nSource: the office\n', 2],
  ];
  it.each(footers)('%j are proposed to be left out', async (below, records) => {
    const path = await written(head + below);
    const found = (await opened(path)).issues.find(({ code }) => code === 'footer_found');
    expect(found).toMatchObject({ severity: 'warning', remedies: [{ kind: 'footer', records }] });
    const table = await opened(path, { reading: { footer: records } });
    expect([table.rows, table.rowsLeftOut, table.dialect.footer]).toEqual([3, records, records]);
    expect(table.columns.map(({ type }) => type)).toEqual(['category', 'number', 'number']);
    expect(codes(table.issues)).not.toContain('footer_found');
    expect(table.problemRows).toBe(0);
  });

  it('are rows where the same word is a category', async () => {
    const table = await tableOf('kind,n,x\ntotal,1,2\npart,2,3\ntotal,3,4\npart,2,2\ntotal,5,3\n');
    expect(codes(table.issues)).not.toContain('footer_found');
  });

  it('are kept where a person says that there are none', async () => {
    const table = await opened(await written(`${head}Total,12,7.5\nnote\n`), { reading: { footer: 0 } });
    expect([table.rows, table.rowsLeftOut]).toEqual([5, 0]);
    expect(codes(table.issues)).not.toContain('footer_found');
  });

  it('leave no row where all are left out', async () => {
    const path = await written(head);
    await expect(opened(path, { reading: { footer: 3 } })).rejects.toMatchObject({ code: 'file_no_rows' });
  });
});

it.each([
  [
    'a date and a time before numbers',
    (i: number) => `2024-03-0${1 + (i % 9)}T12:0${i % 10}:00  1${i}.1  10${i}`,
    3,
  ],
  ['a time before a number', (i: number) => `12:0${i % 10}:00   1${i}.1`, 2],
])('columns aligned with blanks are cut at the blanks: %s', async (_what, line, columns) => {
  const table = await tableOf(lines(line(0), 11, (i) => line(i + 1)));
  expect(table.columns).toHaveLength(columns);
  expect(table.columns.at(-1)!.type).toBe('number');
});

it('between commas a header that is one name short is told', async () => {
  const table = await tableOf(lines('n,peso', 12, (i) => `${i + 1},${60 + i},5`));
  expect(codes(table.issues)).toContain('header_fields');
});

it.each([
  ['with a blank line', 'Device,ABC\nSerial,123\n\nTime,Value\n'],
  ['without one', 'Device,ABC\nSerial,123\nTime,Value\n'],
])('notes as wide as the table are above it, %s', async (_what, above) => {
  const table = await tableOf(above + lines('0,1.5', 8, (i) => `${i + 1},${i + 2.5}`));
  expect(table.columns.map(({ name, type }) => [name, type])).toEqual([
    ['Time', 'number'],
    ['Value', 'number'],
  ]);
  expect(table.dialect.skipped).toBe(2);
  expect(codes(table.issues)).toContain('lines_skipped');
});

it('a header stays where the first row lacks its values', async () => {
  const table = await tableOf(`Time,Value,Note\n-,-,x\n${lines('1,2,a', 8, (i) => `${i},${i / 2},b`)}`);
  expect(table.columns.map(({ name }) => name)).toEqual(['Time', 'Value', 'Note']);
});

describe('a first line that begins with the sign of comments', () => {
  it.each([
    ['is a name itself', '#,name,v\n1,x,2\n2,y,3\n', '#|name|v'],
    ['names the columns', '#id,name,v\n1,x,2\n2,y,3\n', 'id|name|v'],
    ['names the columns below other comments', '##made by us\n#id\tname\n1\tx\n2\ty\n', 'id|name'],
  ])('%s where the rest has as many fields', async (_what, text, names) => {
    const table = await tableOf(text);
    expect(table.columns.map(({ name }) => name).join('|')).toBe(names);
    expect(table.rows).toBe(2);
    const comments = text.startsWith('##') ? ['comments_skipped'] : [];
    expect(codes(table.repairs)).toEqual(comments);
  });
});

describe('rows inside the table that are no examples', () => {
  const cases: [what: string, text: string, code: string, texts: string[], rows: number, left: number][] = [
    [
      'the header again',
      `a,b\n${'1,x\n2,y\n'.repeat(5)}a,b\n${'3,z\n'.repeat(5)} a ,b\n4,w\n`,
      'header_repeated',
      ['a'],
      16,
      2,
    ],
    [
      'a total above the others',
      'region,amount\nTotal,600\nNorth,100\nSouth,200\nEast,250\nWest,50\n',
      'totals_inside',
      ['Total'],
      4,
      1,
    ],
    [
      'subtotals',
      `region,city,amount\n${'N,A,1\nN,B,2\nN,C,3\nN,D,4\n'.repeat(3)}Subtotal,,30\nS,C,50\nS,D,60\n소계,,110\nW,E,1\n`,
      'totals_inside',
      ['Subtotal', '소계'],
      15,
      2,
    ],
  ];
  it.each(cases)(
    '%s are found, and left out where a person says so',
    async (_what, text, code, texts, rows, left) => {
      const path = await written(text);
      const found = (await opened(path)).issues.find((issue) => issue.code === code);
      expect(found).toMatchObject({ severity: 'warning', values: { count: left } });
      expect(found?.remedies).toEqual([{ kind: 'without', texts }]);
      const table = await opened(path, { reading: { without: texts } });
      expect([table.rows, table.rowsLeftOut, table.problemRows]).toEqual([rows, left, 0]);
      expect(table.columns.at(-1)?.type === 'number' || table.columns[0]?.type === 'number').toBe(true);
      expect(codes(table.issues)).toContain('rows_without');
      expect(codes(table.issues)).not.toContain(code);
    },
  );

  it('a word of totals that is a category is none', async () => {
    const table = await tableOf(lines('kind,v', 40, (i) => `${i % 2 ? 'Total' : 'Part'},${i}`));
    expect(codes(table.issues)).not.toContain('totals_inside');
  });
});
