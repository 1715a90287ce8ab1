// Files that shall hurt: small ones that grow, nest or lie. Each is made when it is asked for.
import { constants, deflateRawSync } from 'node:zlib';
import {
  number,
  row,
  text,
  workbookEntries,
  type ZipEntry,
  zipOf,
} from '../../dataset/source/writtenWorkbook.ts';

const mebi = 2 ** 20;
const book = { sheets: [{ name: 's', rows: row([text('a'), text('b')]) + row([number(1), number(2)]) }] };

/** A workbook with one of its parts replaced. */
function bookWith(name: string, part: Partial<ZipEntry>): Buffer {
  return zipOf(workbookEntries(book).map((entry) => (entry.name === name ? { ...entry, ...part } : entry)));
}

const sheet = 'xl/worksheets/sheet1.xml';
const shared = 'xl/sharedStrings.xml';

const sheetOf = (rows: string) =>
  bookWith(sheet, { content: `<worksheet><sheetData>${rows}</sheetData></worksheet>` });

/** `times` copies of `part`, between `start` and `end`, packed without ever being unpacked here. */
function repeated(start: string, part: string, times: number, end: string): Partial<ZipEntry> {
  const flushed = (content: string) => deflateRawSync(content, { finishFlush: constants.Z_FULL_FLUSH });
  const packed = Buffer.concat([
    flushed(start),
    ...Array.from<Buffer>({ length: times }).fill(flushed(part)),
    deflateRawSync(end),
  ]);
  return { packed, said: start.length + times * part.length + end.length };
}

/** Texts of words that are drawn like a linear congruential generator draws, which pack about 20:1. */
function strings(bytes: number): string {
  let parts = '';
  for (let seed = 1; parts.length < bytes; seed = (seed * 48_271) % 2_147_483_647)
    parts += `<si><t>customer of ours ${seed % 1_000} in the same long street of the town</t></si>`;
  return parts;
}

export interface HostileFile {
  /** A fact about it. */
  what: string;
  name: string;
  make(): string | Buffer;
  /** The error's code; null where it is read all the same. */
  code: RegExp | null;
}

const keys = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => `"k${from + i}":${i}`).join(',');

export const hostileFiles: HostileFile[] = [
  {
    what: 'JSON with arrays nested 20,000 deep',
    name: 'a.json',
    make: () => `[{"a":1},{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}]`,
    code: /^unpack_refused$/,
  },
  {
    what: 'JSON with objects nested 2,000,000 deep',
    name: 'a.json',
    make: () => `[${'{"a":'.repeat(2_000_000)}`,
    code: /^unpack_refused$/,
  },
  {
    what: 'a deep object on a late line',
    name: 'a.jsonl',
    make: () => `${'{"a":1}\n'.repeat(10_000)}{"a":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}\n`,
    code: /^unpack_refused$/,
  },
  {
    what: 'JSON with a string of 60 MB',
    name: 'a.json',
    make: () => `[{"a":"${'x'.repeat(60 * mebi)}"}]`,
    code: /^unpack_refused$/,
  },
  {
    what: 'JSON with a string that never ends',
    name: 'a.json',
    make: () => `[{"a":"${'x'.repeat(mebi)}`,
    code: /^csv_unreadable$/,
  },
  {
    what: 'one object with 1,000,000 keys',
    name: 'a.json',
    make: () => `[{${keys(0, 1_000_000)}}]`,
    code: /^unpack_refused$/,
  },
  {
    what: '1,000,000 objects with a key each',
    name: 'a.jsonl',
    make: () => Array.from({ length: 1_000_000 }, (_, i) => `{${keys(i, 1)}}`).join('\n'),
    code: /^unpack_refused$/,
  },
  {
    what: 'short objects among 10,000 keys',
    name: 'a.jsonl',
    make: () => `{${keys(0, 10_000)}}\n${'{"k1":1}\n'.repeat(100_000)}`,
    code: /^archive_bomb$/,
  },
  {
    what: 'a workbook whose rows all reach to the last column',
    name: 'a.xlsx',
    make: () => sheetOf(Array.from({ length: 20_000 }, (_, i) => far(i + 1)).join('')),
    code: null,
  },
  {
    what: 'a workbook with a cell in each column, each in a row of its own',
    name: 'a.xlsx',
    make: () =>
      sheetOf(
        Array.from({ length: 16_384 }, (_, i) => `<row>${cell(addressOf(i) + (i + 1))}</row>`).join(''),
      ),
    code: /^archive_bomb$/,
  },
  {
    what: 'a workbook whose row numbers jump to the end and back',
    name: 'a.xlsx',
    make: () =>
      sheetOf(`${row([number(1), number(2)], 1_048_576)}${row([number(1), number(2)], 1)}`.repeat(5_000)),
    code: null,
  },
  {
    what: 'a workbook with columns beyond the last',
    name: 'a.xlsx',
    make: () => sheetOf(`<row>${cell('ZZZZZZZZZZ1')}</row>`),
    code: /^archive_damaged$/,
  },
  {
    what: 'a workbook with gigabytes of one sheet',
    name: 'a.xlsx',
    make: () =>
      bookWith(sheet, repeated('<worksheet><sheetData>', row([number(1)]).repeat(65_536), 2_000, '')),
    code: /^archive_(bomb|damaged)$/,
  },
  {
    what: 'a workbook with 1 GB of shared texts, all alike',
    name: 'a.xlsx',
    make: () =>
      bookWith(shared, repeated('<sst>', '<si><t>aaaaaaaa</t></si>'.repeat(43_690), 1_000, '</sst>')),
    code: /^(archive_bomb|unpack_refused)$/,
  },
  {
    what: 'a workbook with 1 GB of shared texts, as varied as those of people',
    name: 'a.xlsx',
    make: () => bookWith(shared, repeated('<sst>', strings(mebi), 1_000, '</sst>')),
    code: /^unpack_refused$/,
  },
  {
    what: 'a workbook with entities that grow',
    name: 'a.xlsx',
    make: () =>
      bookWith(shared, {
        content: `<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 20 }, (_, i) => `<!ENTITY a${i} "${`&a${i - 1};`.repeat(10)}">`).join('')}]><sst><si><t>&a19;</t></si></sst>`,
      }),
    code: null,
  },
  {
    what: 'a workbook with an entity that names a file',
    name: 'a.xlsx',
    make: () =>
      bookWith(shared, {
        content: '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><sst><si><t>&x;</t></si></sst>',
      }),
    code: null,
  },
  {
    what: 'a workbook whose shared texts are the sheet itself',
    name: 'a.xlsx',
    make: () =>
      bookWith('xl/_rels/workbook.xml.rels', {
        content: `<Relationships>${['worksheet', 'sharedStrings', 'styles'].map((type, i) => `<Relationship Id="rId${i + 1}" Type="x/${type}" Target="worksheets/sheet1.xml"/>`).join('')}</Relationships>`,
      }),
    code: null,
  },
  {
    what: 'a workbook whose sheet is its list of sheets',
    name: 'a.xlsx',
    make: () =>
      bookWith('xl/_rels/workbook.xml.rels', {
        content:
          '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="workbook.xml"/></Relationships>',
      }),
    code: /^file_empty$/,
  },
  {
    what: 'a workbook with elements nested 1,000,000 deep',
    name: 'a.xlsx',
    make: () => bookWith(sheet, { content: '<a>'.repeat(1_000_000) }),
    code: /^archive_damaged$/,
  },
  {
    what: 'a workbook with an attribute of 10 MB',
    name: 'a.xlsx',
    make: () =>
      bookWith(sheet, {
        content: `<worksheet><sheetData><row r="${'1'.repeat(10 * mebi)}"/></sheetData></worksheet>`,
      }),
    code: /^archive_damaged$/,
  },
  {
    what: 'a workbook with a cell of 60 MB',
    name: 'a.xlsx',
    make: () =>
      bookWith(
        sheet,
        repeated(
          '<worksheet><sheetData><row><c t="inlineStr"><is>',
          `<t>${'ab '.repeat(20_000)}</t>`,
          1_000,
          '</is></c></row></sheetData></worksheet>',
        ),
      ),
    code: /^archive_/,
  },
  {
    what: 'a workbook with 5,000 sheets of the same name',
    name: 'a.xlsx',
    make: () =>
      bookWith('xl/workbook.xml', {
        content: `<workbook xmlns:r="r"><sheets>${'<sheet name="s" sheetId="1" r:id="rId1"/>'.repeat(5_000)}</sheets></workbook>`,
      }),
    code: null,
  },
];

function cell(address: string): string {
  return `<c r="${address}"><v>1</v></c>`;
}

function far(at: number): string {
  return `<row r="${at}">${cell(`A${at}`)}${cell(`XFD${at}`)}</row>`;
}

/** Letters of a column, from 0. */
function addressOf(column: number): string {
  const before = Math.floor(column / 26) - 1;
  return (before < 0 ? '' : addressOf(before)) + String.fromCharCode(65 + (column % 26));
}
