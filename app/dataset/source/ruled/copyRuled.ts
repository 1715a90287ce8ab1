// Writes a copy of a text that holds a table drawn with lines (ruledForm.ts), with records in place of its lines. Bytes stay as they are:
// all signs that matter are ASCII.
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { throwWriteError } from '../../resources/temporaryFolder.ts';
import { filePieces } from '../filePieces.ts';
import type { OpenFile } from '../openFile.ts';
import { isDrawn, type RuledForm, recordOf, ruledForm } from './ruledForm.ts';

const readBytes = 2 ** 18;
/** Lines in which the drawn table must begin. */
const linesLooked = 200;

/** @param head the first bytes of a text in UTF-8 or another superset of ASCII. */
export function ruledFormOf(head: Buffer): RuledForm | null {
  // The last line may be cut off.
  return head.includes('--') || head.includes('==')
    ? ruledForm(head.toString('latin1').split(/\r\n|\n/, linesLooked))
    : null;
}

/** `path` must not exist. Returns the SHA-256 of the text as it was, hex. Rejects with AppError file_changed, disk_full or
 *  disk_write_failed. */
export async function copyRuled(
  file: OpenFile,
  form: RuledForm,
  path: string,
  signal?: AbortSignal,
): Promise<string> {
  const hash = createHash('sha256');
  const out = await open(path, 'wx', 0o600).catch(throwWriteError);
  let rest = '';
  try {
    for await (const { bytes } of filePieces(file, readBytes, signal)) {
      hash.update(bytes);
      const lines = (rest + bytes.toString('latin1')).split('\n');
      rest = lines.pop() ?? '';
      const text = lines.map((line) => `${converted(line, form)}\n`).join('');
      await out.writeFile(text, 'latin1').catch(throwWriteError);
    }
    if (rest !== '') await out.writeFile(converted(rest, form), 'latin1').catch(throwWriteError);
  } finally {
    await out.close();
  }
  return hash.digest('hex');
}

function converted(line: string, form: RuledForm): string {
  const bare = line.endsWith('\r') ? line.slice(0, -1) : line;
  return isDrawn(bare, form) ? '' : recordOf(bare, form);
}
