// Checks a lesson's file before anybody opens it: the file itself and its formulas, what it shares with other lessons, then its table, columns and the settings of each step, which must
// be trainable, and what each step shows and names.

import type { FileRef } from '../../../contract/fileRef.ts';
import { AppError } from '../../../contract/issues/errors.ts';
import type { Issue } from '../../../contract/issues/issues.ts';
import type { LessonSummary } from '../../../contract/lesson/lesson.ts';
import { isNear, nearNames } from '../../../contract/nearNames.ts';
import { cut, Mistakes } from '../../../lesson/mistakes.ts';
import { type LessonFile, readLesson } from '../../../lesson/readLesson.ts';
import { readTable } from '../../table/datasetCalls.ts';
import { resolveFile } from '../../table/fileRef.ts';
import type { OpenTable } from '../../table/openTable.ts';
import type { WorkspaceSession } from '../../workspaceSession.ts';
import { summaryOf } from '../lessonCalls.ts';
import { bytesOf, type FoundLesson, tableOfLesson } from '../lessonFiles.ts';
import { checkAmong } from './among.ts';
import { checkNumbers, checkRow } from './beyond.ts';
import { checkFormulas } from './formulas.ts';
import { momentsOf } from './moments.ts';
import { checkSuited } from './unsuited.ts';

interface CheckedLesson {
  lesson: Omit<LessonSummary, 'progress' | 'ref'> | null;
  issues: Issue[];
}

/** Throws what opening a file throws; everything about its content is an issue. */
export async function checkLesson(session: WorkspaceSession, ref: FileRef): Promise<CheckedLesson> {
  const { path, fileName } = await resolveFile(ref, session.options);
  const { file, issues } = readLesson(await bytesOf(path, fileName));
  if (file === null) return { lesson: null, issues };
  const mistakes = new Mistakes();
  await checkFormulas(session, file, mistakes);
  await checkAmong({ file, path, fileName }, mistakes);
  await checkOnTable(session, { file, path, fileName }, mistakes);
  return { lesson: summaryOf(file.lesson), issues: mistakes.inOrder() };
}

async function checkOnTable(
  session: WorkspaceSession,
  found: FoundLesson,
  mistakes: Mistakes,
): Promise<void> {
  const { lesson, lines } = found.file;
  let open: OpenTable;
  try {
    open = await readTable(session, [await tableOfLesson(found, session.options.home)]);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const values = { table: lesson.table, why: error.message };
    mistakes.add(
      'lesson_table_refused',
      lines.table,
      values,
      `The table ${lesson.table} cannot be used. ${error.message}`,
    );
    return;
  }
  try {
    const namesFit = checkColumns(open, found.file, mistakes);
    if (namesFit) await checkSteps(open, found.file, mistakes);
  } finally {
    open.table.close();
  }
}

/** Whether all are there. */
function checkColumns({ table }: OpenTable, { lesson, lines }: LessonFile, mistakes: Mistakes): boolean {
  const names = table.columns.map(({ name }) => name);
  const named = [
    [lesson.target, lines.target] as const,
    ...lesson.features.map((name) => [name, lines.features] as const),
  ];
  const unknown = named.filter(([column]) => !names.includes(column));
  for (const [column, line] of unknown) {
    const nearest = nearNames(column, names)[0] ?? '';
    const values = { column, nearest, known: names.join(', ') };
    mistakes.add(
      'lesson_column_unknown',
      line,
      values,
      `${lesson.table} has no column "${column}"; ${
        isNear(column, nearest) ? `did you mean "${nearest}"?` : `its columns are ${cut(names.join(', '))}.`
      }`,
    );
  }
  return unknown.length === 0;
}

/** As a learner goes through the steps, with all that questions reveal. */
async function checkSteps(open: OpenTable, file: LessonFile, mistakes: Mistakes): Promise<void> {
  const moments = await momentsOf(open, file, mistakes);
  if (moments === null) return;
  for (const moment of moments) checkRow(moment, file.lesson.table, open.table.rows, mistakes);
  for (const [step, places] of file.places.entries()) {
    const here = moments.filter((moment) => moment.step === step);
    checkSuited(here, places, mistakes);
    checkNumbers(here, places, mistakes);
  }
}
