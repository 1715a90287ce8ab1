import { describe, expect, it } from 'vitest';
import { codes } from '../writtenTable.ts';
import { cellsOf, packed, refused } from './packedTable.ts';
import { number, row, text, workbookEntries, workbookOf, zipOf } from './writtenWorkbook.ts';

describe('a workbook', () => {
  const sheets = [
    {
      name: '표 1',
      rows: [
        row([text('이름', 'A1'), text('값', 'B1'), text('when', 'C1'), text('참', 'D1')], 1),
        row(
          [
            `<c r="A2" t="s"><v>0</v></c>`,
            number('1.1000000000000001'),
            number(45292, 0),
            '<c t="b"><v>1</v></c>',
          ],
          2,
        ),
        row(
          [
            `<c r="A3" t="s"><v>1</v></c>`,
            number('9007199254740993'),
            number('45292.75', 1),
            '<c t="e"><v>#N/A</v></c>',
          ],
          3,
        ),
        row([text('a, "b"\nc'), number('0.1'), number('0.5', 2), `<c t="str"><f>A1</f><v>x</v></c>`]),
        row([`<c r="C6" s="3"><v>1.0416666666666667</v></c>`], 6),
        row([`<c r="A9" s="0"/>`], 9),
      ].join(''),
    },
    { name: 'hidden', state: 'hidden', rows: row([text('h'), text('i')]) + row([number(1), number(2)]) },
    { name: 'Other', rows: row([text('p'), text('q')]) + row([number(1e21), number('-2.5E-3')]) },
  ];
  const texts =
    '<si><t>김 &amp; 이</t><rPh sb="0" eb="1"><t>no</t></rPh></si><si><r><t>rich </t></r><r><t>text_x000D_</t></r></si>';
  const book = { sheets, texts, formats: [14, 'yyyy"년" m"월" d"일" hh:mm', 'h:mm AM/PM', '[h]:mm:ss'] };

  it('is read from its first visible sheet: exact numbers, dates as ISO 8601, whatever its name', async () => {
    const table = await packed(workbookOf(book), 'book.csv');
    expect(table).toMatchObject({ container: 'workbook', sheets: ['표 1', 'hidden', 'Other'] });
    expect(await cellsOf(table)).toEqual([
      ['이름', '값', 'when', '참'],
      ['김 & 이', '1.1', '2024-01-01', 'TRUE'],
      ['rich text\r', '9007199254740993', '2024-01-01 18:00:00', '#N/A'],
      ['a, "b"\nc', '0.1', '12:00:00', 'x'],
      [null, null, '25:00:00', null],
    ]);
    expect(codes(table.issues)).not.toContain('rows_short');
  });

  it('is read from the sheet that is asked for', async () => {
    const table = await packed(workbookOf(book), 'book.xlsx', { sheet: 'Other' });
    expect(await cellsOf(table)).toEqual([
      ['p', 'q'],
      ['1e+21', '-0.0025'],
    ]);
    await refused(
      workbookOf(book),
      'book.xlsx',
      { code: 'sheet_unknown', message: /no sheet "x"\. It has these: "표 1", "hidden", "Other"/ },
      { sheet: 'x' },
    );
  });

  it('counts its days from 1904 where it says so', async () => {
    const rows = row([text('a'), text('b')]) + row([number(0, 0), number(43830, 0)]);
    const table = await packed(
      workbookOf({ sheets: [{ name: 's', rows }], formats: [14], from1904: true }),
      'b.xlsx',
    );
    expect(await cellsOf(table)).toEqual([
      ['a', 'b'],
      ['1904-01-01', '2024-01-01'],
    ]);
  });

  it('has rows of one length, but for a title above the table', async () => {
    const rows = [
      row([text('Sales 2024')]),
      row([text('a'), text('b'), text('c')], 3),
      row([number(1)], 4),
      row([number(2), number(3), number(4)], 5),
    ].join('');
    const table = await packed(workbookOf({ sheets: [{ name: 's', rows }] }), 'b.xlsx');
    expect(table.dialect.skipped).toBe(1);
    expect(await cellsOf(table)).toEqual([
      ['a', 'b', 'c'],
      ['1', null, null],
      ['2', '3', '4'],
    ]);
    expect(table.problemRows).toBe(0);
  });

  it('with cells far to the right has no columns for what is between', async () => {
    const far = (address: string, value: number) => `<c r="${address}"><v>${value}</v></c>`;
    const rows = [
      row([text('a', 'A1'), text('b', 'B1'), text('far', 'XFD1')]),
      row([far('A2', 1), far('B2', 2), far('XFD2', 3)]),
      row([far('A3', 4), far('XFD3', 5)]),
      row([far('A4', 6), far('B4', 7)]),
    ].join('');
    const table = await packed(workbookOf({ sheets: [{ name: 's', rows }] }), 'b.xlsx');
    expect(await cellsOf(table)).toEqual([
      ['a', 'b', 'far'],
      ['1', '2', '3'],
      ['4', null, '5'],
      ['6', '7', null],
    ]);
  });

  it('with cells in another order than their columns is read by their addresses', async () => {
    const cell = (address: string, value: string) => `<c r="${address}"><v>${value}</v></c>`;
    const rows =
      row([text('a'), text('b'), text('c')]) +
      row([cell('C2', '3'), cell('A2', '1'), cell('B2', '2'), cell('A2', '4')]);
    const table = await packed(workbookOf({ sheets: [{ name: 's', rows }] }), 'b.xlsx');
    expect(await cellsOf(table)).toEqual([
      ['a', 'b', 'c'],
      ['4', '2', '3'],
    ]);
  });

  it('has the names of merged header cells spread over the columns below them', async () => {
    const rows = [
      row([text('Sales 2024', 'A1')], 1),
      row([text('Product', 'A2'), text('Q1', 'B2'), '<c r="C2"/>', text('Q2', 'D2'), '<c r="E2"/>'], 2),
      row(
        ['B3', 'C3', 'D3', 'E3'].map((at, i) => text(i % 2 === 0 ? 'Pieces' : 'Price', at)),
        3,
      ),
      row([text('a', 'A4'), number(1), number('2.5'), number(3), number('4.5')], 4),
      row([text('b', 'A5'), number(5), number('6.5'), number(7), number('8.5')], 5),
    ];
    const table = await packed(workbookOf({ sheets: [{ name: 's', rows: rows.join('') }] }), 'book.xlsx');
    expect(await cellsOf(table)).toEqual([
      ['Product', 'Q1 Pieces', 'Q1 Price', 'Q2 Pieces', 'Q2 Price'],
      ['a', '1', '2.5', '3', '4.5'],
      ['b', '5', '6.5', '7', '8.5'],
    ]);
  });

  it('may have bytes behind its end, as some servers send it', async () => {
    const table = await packed(Buffer.concat([workbookOf(book), Buffer.from('\r\n')]), 'book.xlsx');
    expect(table.sheets).toEqual(['표 1', 'hidden', 'Other']);
  });

  it.each([
    ['that breaks off', workbookOf(book).subarray(0, 900), 'file_not_text', /breaks off/],
    [
      'without a cell',
      workbookOf({ sheets: [{ name: 's', rows: '' }] }),
      'file_empty',
      /sheet "s" holds no cell/,
    ],
    [
      'that is a zip archive',
      zipOf([{ name: 'table.csv', content: 'a,b\n1,2\n' }]),
      'file_not_text',
      /zip archive without a sheet\. Unpack it/,
    ],
    [
      'that is an OpenDocument file',
      zipOf([{ name: 'content.xml', content: '<x/>' }]),
      'file_not_text',
      /\.ods.*save the sheet as \.xlsx or CSV/,
    ],
    [
      'with a row of no such number',
      workbookOf({ sheets: [{ name: 's', rows: row([text('a')], 2_000_000_000) }] }),
      'archive_damaged',
      /no such number/,
    ],
    [
      'that is no XML',
      zipOf(
        workbookEntries(book).map((entry) =>
          entry.name.endsWith('sheet1.xml') ? { ...entry, content: '<a><b' } : entry,
        ),
      ),
      'archive_damaged',
      /no XML/,
    ],
    [
      'that says less than it unpacks to',
      zipOf(
        workbookEntries(book).map((entry) =>
          entry.name.endsWith('sheet1.xml') ? { ...entry, said: 10 } : entry,
        ),
      ),
      'archive_damaged',
      /larger than its directory says/,
    ],
    [
      'that is a bomb',
      workbookOf({ sheets: [{ name: 's', rows: row([text(' '.repeat(30_000))]).repeat(1_400) }] }),
      'archive_bomb',
      /unpacks to more than/,
    ],
    ['of old', Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1'), 'file_not_text', /\.xls.*save/],
  ])('%s is refused', async (_what, bytes, code, message) => {
    await refused(bytes, 'book.xlsx', { code, message: expect.stringMatching(message) });
  });
});
