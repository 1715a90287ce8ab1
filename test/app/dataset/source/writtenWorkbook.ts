// Workbooks for tests: the XML of their parts in a zip archive, as Excel writes them.
import { deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  name: string;
  content: string | Uint8Array;
  /** The content as it is packed, where it is too large to be made. */
  packed?: Buffer;
  /** What the directory says of its unpacked size, where that is not the content's. */
  said?: number;
}

export function zipOf(entries: ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, said, packed = deflateRawSync(content as Uint8Array) } of entries) {
    const bytes = Buffer.from(content as Uint8Array);
    const nameBytes = Buffer.from(name);
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(8, 8);
    header.writeUInt32LE(packed.length, 18);
    header.writeUInt32LE(said ?? bytes.length, 22);
    header.writeUInt16LE(nameBytes.length, 26);
    const record = Buffer.alloc(46);
    record.writeUInt32LE(0x02014b50, 0);
    record.writeUInt16LE(8, 10);
    record.writeUInt32LE(packed.length, 20);
    record.writeUInt32LE(said ?? bytes.length, 24);
    record.writeUInt16LE(nameBytes.length, 28);
    record.writeUInt32LE(offset, 42);
    parts.push(header, nameBytes, packed);
    directory.push(record, nameBytes);
    offset += header.length + nameBytes.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}

export interface WrittenSheet {
  name: string;
  /** The rows' XML. */
  rows: string;
  state?: string;
}

export interface WrittenWorkbook {
  sheets: WrittenSheet[];
  /** XML of `si` elements. */
  texts?: string;
  /** Number formats of the styles 0, 1, ...: ids of built-in ones, or codes. */
  formats?: (number | string)[];
  from1904?: boolean;
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export function workbookEntries({
  sheets,
  texts = '',
  formats = [],
  from1904 = false,
}: WrittenWorkbook): ZipEntry[] {
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`;
  const named = formats.flatMap((code, i) =>
    typeof code === 'string'
      ? [`<numFmt numFmtId="${164 + i}" formatCode="${code.replaceAll('"', '&quot;')}"/>`]
      : [],
  );
  const styles = formats.map((code, i) => `<xf numFmtId="${typeof code === 'string' ? 164 + i : code}"/>`);
  return [
    { name: '[Content_Types].xml', content: `${head}<Types/>` },
    {
      name: 'xl/workbook.xml',
      content: `${head}<workbook ${main} xmlns:r="${office}"><workbookPr${from1904 ? ' date1904="1"' : ''}/><sheets>${sheets
        .map(
          ({ name, state }, i) =>
            `<sheet name="${name}" sheetId="${i + 1}"${state ? ` state="${state}"` : ''} r:id="rId${i + 1}"/>`,
        )
        .join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `${head}<Relationships>${sheets
        .map((_, i) => relation(`rId${i + 1}`, 'worksheet', `worksheets/sheet${i + 1}.xml`))
        .join(
          '',
        )}${relation('rId90', 'sharedStrings', '/xl/sharedStrings.xml')}${relation('rId91', 'styles', 'styles.xml')}</Relationships>`,
    },
    { name: 'xl/sharedStrings.xml', content: `${head}<sst ${main}>${texts}</sst>` },
    {
      name: 'xl/styles.xml',
      content: `${head}<styleSheet ${main}><numFmts>${named.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${styles.join('')}</cellXfs></styleSheet>`,
    },
    ...sheets.map(({ rows }, i) => ({
      name: `xl/worksheets/sheet${i + 1}.xml`,
      content: `${head}<worksheet ${main}><dimension ref="A1"/><sheetData>${rows}</sheetData></worksheet>`,
    })),
  ];
}

export function workbookOf(workbook: WrittenWorkbook): Buffer {
  return zipOf(workbookEntries(workbook));
}

/** A cell of text. */
export function text(value: string, address?: string): string {
  const reference = address === undefined ? '' : ` r="${address}"`;
  return `<c${reference} t="inlineStr"><is><t xml:space="preserve">${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t></is></c>`;
}

/** A cell of a number, as Excel writes it. */
export function number(value: string | number, style?: number): string {
  return `<c${style === undefined ? '' : ` s="${style}"`}><v>${value}</v></c>`;
}

export function row(cells: string[], at?: number): string {
  return `<row${at === undefined ? '' : ` r="${at}"`}>${cells.join('')}</row>`;
}
