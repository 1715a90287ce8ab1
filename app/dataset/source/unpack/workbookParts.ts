// The parts of a workbook besides its sheets' cells: the list of sheets, the texts that cells share, and the formats that show
// numbers as dates.
import type { OpenFile } from '../openFile.ts';
import { type DateKind, dateKindOf } from './excelDates.ts';
import { readXml } from './xmlStream.ts';
import { damagedArchive, type ZipDirectory } from './zipDirectory.ts';

export interface Sheet {
  name: string;
  /** Its path in the archive. */
  entry: string;
  hidden: boolean;
}

export interface Parts {
  sheets: Sheet[];
  from1904: boolean;
  texts: string[];
  /** Kind of date by style index; null for no date. */
  dateKinds: (DateKind | null)[];
}

/** Limit for all shared texts together, in bytes. */
const textsLimit = 512 * 2 ** 20;

export async function readParts(zip: ZipDirectory, file: OpenFile): Promise<Parts> {
  const targets = await relations(zip);
  const byKind = (kind: string) => [...targets.values()].find((target) => target.kind === kind)?.entry;
  const { sheets, from1904 } = await readSheets(zip, targets);
  const texts = byKind('sharedStrings');
  const styles = byKind('styles');
  return {
    sheets,
    from1904,
    texts: texts !== undefined && zip.has(texts) ? await readTexts(zip, file, texts) : [],
    dateKinds: styles !== undefined && zip.has(styles) ? await readStyles(zip, styles) : [],
  };
}

interface Target {
  /** `worksheet`, `styles`, ... */
  kind: string;
  entry: string;
}

async function relations(zip: ZipDirectory): Promise<Map<string, Target>> {
  const targets = new Map<string, Target>();
  await readXml(zip.stream('xl/_rels/workbook.xml.rels'), {
    open(name, attribute) {
      if (name !== 'Relationship') return;
      const target = attribute('Target') ?? '';
      const entry = target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`;
      targets.set(attribute('Id') ?? '', { kind: attribute('Type')?.split('/').at(-1) ?? '', entry });
    },
  });
  return targets;
}

async function readSheets(zip: ZipDirectory, targets: Map<string, Target>) {
  const sheets: Sheet[] = [];
  let from1904 = false;
  await readXml(zip.stream('xl/workbook.xml'), {
    open(name, attribute) {
      if (name === 'workbookPr') from1904 ||= /^(?:1|true)$/.test(attribute('date1904') ?? '');
      if (name !== 'sheet') return;
      const target = targets.get(attribute('id') ?? '');
      // A chart sheet has no cells.
      if (target?.kind !== 'worksheet') return;
      const hidden = (attribute('state') ?? 'visible') !== 'visible';
      sheets.push({ name: plainText(attribute('name') ?? ''), entry: target.entry, hidden });
    },
  });
  return { sheets, from1904 };
}

async function readTexts(zip: ZipDirectory, file: OpenFile, entry: string): Promise<string[]> {
  const texts: string[] = [];
  let text = '';
  let inText = false;
  // Japanese and Chinese texts may include their pronunciation, which is skipped.
  let inReading = false;
  let length = 0;
  await readXml(zip.stream(entry), {
    open(name) {
      if (name === 'si') text = '';
      inText = name === 't';
      inReading ||= name === 'rPh';
    },
    text(part) {
      if (inText && !inReading) text += part;
    },
    close(name) {
      if (name === 't') inText = false;
      if (name === 'rPh') inReading = false;
      if (name !== 'si') return;
      length += text.length;
      if (length > textsLimit)
        throw damagedArchive(file.fileName, 'its texts are too long to be kept in memory');
      texts.push(plainText(text));
    },
  });
  return texts;
}

async function readStyles(zip: ZipDirectory, entry: string): Promise<(DateKind | null)[]> {
  const codes = new Map<number, string>();
  const formats: number[] = [];
  let inCells = false;
  await readXml(zip.stream(entry), {
    open(name, attribute) {
      if (name === 'numFmt') codes.set(Number(attribute('numFmtId')), attribute('formatCode') ?? '');
      if (name === 'cellXfs') inCells = true;
      if (name === 'xf' && inCells) formats.push(Number(attribute('numFmtId') ?? 0));
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return formats.map((id) => dateKindOf(id, codes.get(id)));
}

/** XML cannot hold some characters; they are written as `_x000D_`. */
export function plainText(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
}
