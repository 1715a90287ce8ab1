// The text of a report, by the code of the page that `npm run build` bundles for Node (scripts/reportBundle.js): no sentence is written
// twice. It is loaded only for a report.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AppError } from '../../../contract/issues/errors.ts';
import type { WriteReport } from '../../../contract/report.ts';
import { programFolder } from '../../../workspace/program.ts';

/** Throws AppError internal where it is not built. */
export async function loadWriteReport(): Promise<WriteReport> {
  const file = join(programFolder, 'dist', 'report', 'report.js');
  try {
    const { writeReport }: { writeReport: WriteReport } = await import(
      /* @vite-ignore */ pathToFileURL(file).href
    );
    return writeReport;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_MODULE_NOT_FOUND') throw error;
    const sentence = `What writes reports is not built in ${file}: run "npm run build" first.`;
    throw new AppError('internal', sentence, { reason: file }, { cause: error });
  }
}
