// Checks a lesson's file before anybody opens it: the file itself, then its table, columns and the settings of each step, which must be trainable.
import { AppError } from '../../contract/issues/errors.ts';
import type { Issue } from '../../contract/issues/issues.ts';
import type { LessonSummary } from '../../contract/lesson/lesson.ts';
import { isNear, nearNames } from '../../contract/nearNames.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import type { FileRef } from '../../contract/workspace.ts';
import { cut, Mistakes } from '../../lesson/mistakes.ts';
import { type LessonFile, readLesson } from '../../lesson/readLesson.ts';
import { defaultSeed } from '../spec/specCalls.ts';
import { readTable } from '../table/datasetCalls.ts';
import { resolveFile } from '../table/fileRef.ts';
import type { OpenTable } from '../table/openTable.ts';
import { planSpec } from '../table/prepare.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { summaryOf } from './lessonCalls.ts';
import { bytesOf, type FoundLesson, tableOfLesson } from './lessonFiles.ts';
import { lessonSpec, settingsAfter } from './lessonSpec.ts';

interface CheckedLesson {
  lesson: Omit<LessonSummary, 'progress'> | null;
  issues: Issue[];
}

/** Throws what opening a file throws; everything about its content is an issue. */
export async function checkLesson(session: WorkspaceSession, ref: FileRef): Promise<CheckedLesson> {
  const { path, fileName } = await resolveFile(ref, session.options);
  const { file, issues } = readLesson(await bytesOf(path, fileName));
  if (file === null) return { lesson: null, issues };
  const mistakes = new Mistakes();
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
    checkColumns(open, found.file, mistakes);
    if (!mistakes.any) await checkSettings(open, found.file, mistakes);
  } finally {
    open.table.close();
  }
}

function checkColumns({ table }: OpenTable, { lesson, lines }: LessonFile, mistakes: Mistakes): void {
  const names = table.columns.map(({ name }) => name);
  const named = [
    [lesson.target, lines.target] as const,
    ...lesson.features.map((name) => [name, lines.features] as const),
  ];
  for (const [column, line] of named) {
    if (names.includes(column)) continue;
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
}

/** As a learner goes through the steps, with all that questions reveal. */
async function checkSettings(
  open: OpenTable,
  { lesson, start, lines }: LessonFile,
  mistakes: Mistakes,
): Promise<void> {
  const { target, features, steps } = lesson;
  const stages = [
    { ...start, line: lines.set },
    ...steps.flatMap(({ arrangement, blocks }, k) => [
      { ...arrangement, line: lines.steps[k]! },
      ...blocks.flatMap((block) =>
        block.kind === 'question' && block.question.reveals !== null
          ? [{ ...block.question.reveals, line: lines.steps[k]! }]
          : [],
      ),
    ]),
  ];
  let settings: Parameters<typeof settingsAfter>[0] = { targets: [target], features };
  let spec: RunSpec | null = null;
  for (const { set, weights, line } of stages) {
    if (spec !== null && set === undefined && weights === undefined) continue;
    settings = settingsAfter(settings, set ?? {}, spec);
    try {
      spec = await lessonSpec(open, settings, weights, spec, settings.seed ?? defaultSeed);
      const { issues } = await planSpec(open.preparer, spec, []);
      for (const issue of issues)
        if (issue.severity === 'error') refused(issue.message, issue.code, line, mistakes);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      refused(error.message, error.code, line, mistakes);
      return;
    }
  }
}

function refused(why: string, cause: string, line: number, mistakes: Mistakes): void {
  mistakes.add('lesson_settings_refused', line, { why, cause }, `These settings cannot be trained. ${why}`);
}
