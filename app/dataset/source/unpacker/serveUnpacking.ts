// The unpacking process's side: writes one foreign file as CSV, or a foreign model as ours, and says how that ended. While it works, it watches its memory and
// the size of what it has written. A crash here costs nothing but this file.
import { writeFile } from 'node:fs/promises';
import { AppError } from '../../../contract/issues/errors.ts';
import { throwWriteError } from '../../resources/temporaryFolder.ts';
import { changedFile, type OpenFile, openFile } from '../openFile.ts';
import type { UnpackerAnswer } from './unpackerAnswers.ts';
import type { UnpackRequest } from './unpackerPort.ts';
import { watchLimits } from './watchLimits.ts';

/** What the process may say besides its progress: it says one such thing, at the end. */
type Last = Exclude<UnpackerAnswer, { type: 'progress' }>;

/** Tells of progress at most this often, in milliseconds. */
const tellEvery = 100;

/** The bytes of a foreign model -> those of a model file of ours. Throws AppError model_damaged. */
export type ConvertModel = (bytes: Uint8Array, fileName: string) => Promise<Uint8Array>;

/** Never rejects. */
export async function serveUnpacking(
  request: UnpackRequest,
  tell: (answer: UnpackerAnswer) => void,
  convertModel: ConvertModel,
): Promise<void> {
  let over = false;
  const end = (answer: Last) => {
    if (over) return;
    over = true;
    watch.stop();
    tell(answer);
  };
  const watch = watchLimits(request, (error) => end(failureOf(error)));
  let told = 0;
  const onFraction = (fraction: number) => {
    if (over || performance.now() - told < tellEvery) return;
    told = performance.now();
    tell({ type: 'progress', fraction });
  };
  try {
    const answer = await unpackForeign(request, onFraction, convertModel);
    watch.check();
    end(answer);
  } catch (error) {
    end(failureOf(error));
  }
}

async function unpackForeign(
  request: UnpackRequest,
  onFraction: (fraction: number) => void,
  convertModel: ConvertModel,
): Promise<Last> {
  const file = await openFile(request.path, request.fileName);
  try {
    requireSame(file, request);
    if (request.container === 'keras') {
      const converted = await convertModel(await file.handle.readFile(), request.fileName);
      await writeFile(request.output, converted, { flag: 'wx' }).catch(throwWriteError);
      return { type: 'done', sheets: [] };
    }
    // Each loaded only where it is needed: DuckDB alone takes longer than reading a small workbook.
    if (request.container === 'workbook') {
      const { writeWorkbook } = await import('../unpack/workbook.ts');
      return { type: 'done', sheets: await writeWorkbook(file, request, onFraction) };
    }
    if (request.container === 'parquet') {
      const { writeParquet } = await import('../unpack/parquetTable.ts');
      await writeParquet(request);
      return { type: 'done', sheets: [] };
    }
    const { writeJson } = await import('../unpack/jsonTable.ts');
    return (await writeJson(file, request, onFraction))
      ? { type: 'done', sheets: [] }
      : { type: 'otherKind' };
  } finally {
    await file.handle.close();
  }
}

/** Throws AppError file_changed where it is not the file that the backend has open. */
function requireSame({ bytes, modified, fileName }: OpenFile, request: UnpackRequest): void {
  if (bytes !== request.bytes || modified !== request.modified) throw changedFile(fileName);
}

function failureOf(error: unknown): Last {
  if (error instanceof AppError) {
    const { code, message, values } = error;
    return { type: 'failed', code, message, values } as Last;
  }
  const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
  return { type: 'bug', message, stack };
}
