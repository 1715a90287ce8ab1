// The kind of a file, by its first bytes and not by its name: text, a container that can be unpacked to text, or a kind that is
// refused with advice.
import { AppError } from '../../contract/issues/errors.ts';
import type { Container, Encoding } from '../../contract/table/reading.ts';
import type { OpenFile } from './openFile.ts';

/** Bytes of a file's beginning that say what it is. */
const headBytes = 2 ** 16;

export async function headOf({ handle }: OpenFile): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
  return buffer.subarray(0, bytesRead);
}

/** Kinds that are refused; other languages translate them by these names. */
type RefusedKind =
  | 'image'
  | 'pdf'
  | 'program'
  | 'database'
  | 'spreadsheet'
  | 'archive'
  | 'nestedArchive'
  | 'brokenArchive'
  | 'archiveWithoutSheet'
  | 'arrow'
  | 'document'
  | 'utf32'
  | 'webPage'
  | 'xml'
  | 'binary';

export interface Refused {
  kind: RefusedKind;
  /** In English: a PNG image, an old Excel workbook (.xls), ... */
  name: string;
  advice: string;
}

/** The error for a file that is not a text table. */
export function notText(file: string, { kind, name, advice }: Refused): AppError {
  return new AppError('file_not_text', `${file} is not a text table but ${name}. ${advice}`, { file, kind });
}

export type FileKind = { container: Container } | { refused: Refused };

const choose = 'Choose a text file with one row per line.';
const asCsv = 'Open it in its program and save the sheet as CSV (UTF-8) or as .xlsx.';
const unpack = 'Unpack it first, or pack the table with gzip.';

const signatures: [bytes: string, kind: RefusedKind, name: string, advice?: string][] = [
  ['\x89PNG', 'image', 'a PNG image'],
  ['\xff\xd8\xff', 'image', 'a JPEG image'],
  ['GIF8', 'image', 'a GIF image'],
  ['%PDF-', 'pdf', 'a PDF document', 'Export its table as CSV.'],
  ['\x7fELF', 'program', 'a program (ELF)'],
  ['MZ\x90', 'program', 'a Windows program'],
  ['SQLite format 3', 'database', 'an SQLite database', 'Export the table you need as CSV.'],
  ['\xd0\xcf\x11\xe0', 'spreadsheet', 'an old Excel workbook (.xls)', asCsv],
  ['BZh', 'archive', 'a bzip2 archive', unpack],
  ['\xfd7zXZ', 'archive', 'an xz archive', unpack],
  ['7z\xbc\xaf', 'archive', 'a 7-Zip archive', unpack],
  ['Rar!', 'archive', 'a RAR archive', unpack],
  ['\x28\xb5\x2f\xfd', 'archive', 'a zstd archive', unpack],
  ['ARROW1', 'arrow', 'an Arrow file', 'Save it as Parquet or CSV.'],
  ['\x89HDF', 'database', 'an HDF5 file', 'Export the table you need as CSV.'],
  ['{\\rtf', 'document', 'an RTF document', 'Save it as plain text.'],
  ['\xff\xfe\0\0', 'utf32', 'text in UTF-32', 'Save it as "CSV UTF-8".'],
];

/** `encoding` is the text's encoding by its byte-order mark or its pattern of NULs, else null. A zip archive counts as a
 *  workbook until its directory shows otherwise. */
export function kindOf(head: Buffer, encoding: Encoding | null): FileKind {
  const start = head.toString('latin1');
  for (const [bytes, kind, name, advice = choose] of signatures) {
    if (start.startsWith(bytes)) return { refused: { kind, name, advice } };
  }
  if (start.startsWith('\x1f\x8b')) return { container: 'gzip' };
  if (start.startsWith('PK\x03\x04') || start.startsWith('PK\x05\x06')) return { container: 'workbook' };
  if (start.startsWith('PAR1')) return { container: 'parquet' };
  if (encoding?.startsWith('utf-16')) return { container: 'text' };
  const text = start.replace(/^\xef\xbb\xbf/, '');
  if (/^\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|table|meta|style|div)\b/is.test(text)) {
    const advice =
      'Download the data itself instead of the page about it, or open it in a spreadsheet and save it as CSV.';
    return { refused: { kind: 'webPage', name: 'a web page (HTML)', advice } };
  }
  if (/^\s*<\?xml\b/.test(text)) return { refused: { kind: 'xml', name: 'an XML document', advice: choose } };
  if (isBinary(head))
    return { refused: { kind: 'binary', name: 'a binary file (it holds NUL bytes)', advice: choose } };
  return { container: jsonKind(text) ?? 'text' };
}

/** Text may contain a stray NUL or control character; programs, pictures and databases have many. */
function isBinary(head: Uint8Array): boolean {
  let nuls = 0;
  let controls = 0;
  for (const byte of head) {
    if (byte === 0) nuls++;
    else if (byte < 0x09 || (byte > 0x0d && byte < 0x1a)) controls++;
  }
  const share = (count: number) => count / Math.max(head.length, 1);
  if (share(nuls) > 0.3 || share(controls) > 0.1) return true;
  return nuls > 0 && controls > 0 && share(nuls + controls) > 0.02;
}

/** JSON is an array of objects or lists, one object, or an object per line. A CSV may hold JSON in its cells, so a first line that
 *  continues after its object is not JSON. */
function jsonKind(text: string): Container | null {
  if (/^\s*\[\s*(?:\{\s*(?:"|\})|\[|"|-?\d|\])/.test(text)) return 'json';
  if (!/^\s*\{\s*"/.test(text)) return null;
  const line = /^\s*(\{.*?)\s*(?:[\r\n]|$)/.exec(text)?.[1] ?? '';
  if (isJson(line)) return 'jsonLines';
  // The first line is longer than the head, or an object spans several lines.
  return /^\s*\{\s*"(?:[^"\\]|\\.)*"\s*:/.test(text) && !/\}\s*[,;\t|]/.test(line) ? 'json' : null;
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
