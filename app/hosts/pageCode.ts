// The texts of reports and class sheets, and what is said of formulas, by the code of the page that `npm run build` bundles for Node (scripts/reportBundle.js): no
// sentence is written twice. It is loaded only where it is needed.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AppError } from '../contract/issues/errors.ts';
import type { CheckFormula, WriteSheet } from '../contract/lesson/lesson.ts';
import type { WriteReport } from '../contract/report.ts';
import { programFolder } from '../workspace/program.ts';

/** Throws AppError internal where it is not built. */
export async function loadWriteReport(): Promise<WriteReport> {
  const { writeReport } = await load<{ writeReport: WriteReport }>('report', 'report.js');
  return writeReport;
}

/** Throws AppError internal where it is not built. */
export async function loadWriteSheet(): Promise<WriteSheet> {
  const { writeSheet } = await load<{ writeSheet: WriteSheet }>('lessonSheet', 'lessonSheet.js');
  return writeSheet;
}

/** Throws AppError internal where it is not built. */
export async function loadCheckFormula(): Promise<CheckFormula> {
  const { checkFormula } = await load<{ checkFormula: CheckFormula }>('formulas', 'checkFormula.js');
  return checkFormula;
}

async function load<Module>(folder: string, name: string): Promise<Module> {
  const file = join(programFolder, 'dist', folder, name);
  try {
    return await import(/* @vite-ignore */ pathToFileURL(file).href);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_MODULE_NOT_FOUND') throw error;
    const sentence = `A part of the page is not built in ${file}: run "npm run build" first.`;
    throw new AppError('internal', sentence, { reason: file }, { cause: error });
  }
}
