// Encodings as people know them; the names of characters' sets are the same in every language.
import type { Encoding } from './reading.ts';

const known: Partial<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-8-sig': 'UTF-8 (BOM)',
  'utf-16': 'UTF-16 (BOM)',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'euc-kr': 'EUC-KR',
  cp949: 'CP949',
  shift_jis: 'Shift_JIS',
  'euc-jp': 'EUC-JP',
  gb18030: 'GB18030',
  big5: 'Big5',
  'iso-8859-1': 'Latin-1',
  'koi8-r': 'KOI8-R',
  macintosh: 'Mac Roman',
  ibm866: 'CP866',
};

export function encodingName(encoding: Encoding): string {
  return known[encoding] ?? encoding.replace('windows', 'Windows').replace('iso', 'ISO');
}
