// Where lessons and their tables are: the shipped ones in examples/lessons, NN-id.LANGUAGE.md each, and any file of a person. A lesson's table
// lies beside it, in examples/lessons, or in examples. Beside a lesson that came from a browser lie the uploads before it.
import { access, readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { FileRef } from '../../contract/fileRef.ts';
import { AppError } from '../../contract/issues/errors.ts';
import type { Issue, IssueOf } from '../../contract/issues/issues.ts';
import type { LessonLanguage, LessonRef } from '../../contract/lesson/lesson.ts';
import { hasLessonEnding } from '../../contract/table/fileEndings.ts';
import { openFile } from '../../dataset/source/openFile.ts';
import { largestLesson } from '../../lesson/largestLesson.ts';
import { type LessonFile, readLesson } from '../../lesson/readLesson.ts';
import { newestUpload } from '../../storage/uploads.ts';
import { dataFolder } from '../program.ts';
import { type ChosenFile, resolveFile } from '../table/fileRef.ts';

/** A lesson that was read, and its file's path and name. */
export interface FoundLesson {
  file: LessonFile;
  path: string;
  fileName: string;
}

const examples = dataFolder('examples');
export const lessonsFolder = join(examples, 'lessons');
const shippedName = /^(\d\d)-([a-z0-9-]+)\.(en|ko)\.md$/;

export interface ShippedName {
  name: string;
  id: string;
  language: LessonLanguage;
}

/** In the order of their numbers. */
export async function shippedLessons(folder = lessonsFolder): Promise<ShippedName[]> {
  return (await readdir(folder)).toSorted().flatMap((name) => {
    const [, , id, language] = shippedName.exec(name) ?? [];
    return id === undefined ? [] : [{ name, id, language: language as LessonLanguage }];
  });
}

const read = new Map<string, Promise<FoundLesson>>();

/** A lesson without this language comes in another one. Throws AppError lesson_not_found, lesson_invalid. */
export async function shippedLesson(id: string, language: LessonLanguage): Promise<FoundLesson> {
  const known = (await shippedLessons()).filter((lesson) => lesson.id === id);
  const lesson = known.find((one) => one.language === language) ?? known[0];
  if (lesson === undefined)
    throw new AppError('lesson_not_found', `There is no lesson called ${id}.`, { lesson: id });
  return readShipped(lessonsFolder, lesson.name);
}

/** Shipped files do not change while the program runs. */
async function readShipped(folder: string, name: string): Promise<FoundLesson> {
  const path = join(folder, name);
  const found = read.get(path) ?? readLessonFile(path, name);
  read.set(path, found);
  found.catch(() => read.delete(path));
  return found;
}

/** Each lesson of the folder once, in the language where it has it, and what is wrong with files that are none. */
export async function lessonsIn(
  folder: string,
  language: LessonLanguage,
): Promise<{ found: FoundLesson[]; issues: IssueOf<'lesson_left_out'>[] }> {
  const names = await shippedLessons(folder);
  const issues: IssueOf<'lesson_left_out'>[] = [];
  const found = new Map<string, FoundLesson>();
  const wanted = names.toSorted((a, b) => Number(b.language === language) - Number(a.language === language));
  for (const { name, id } of wanted) {
    try {
      const lesson = await readShipped(folder, name);
      if (lesson.file.lesson.id !== id)
        issues.push(leftOut(name, `Its id is ${lesson.file.lesson.id}, not ${id}.`));
      else if (!found.has(id)) found.set(id, lesson);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      issues.push(leftOut(name, why));
    }
  }
  const ids = new Set(names.map(({ id }) => id));
  return { found: [...ids].flatMap((id) => found.get(id) ?? []), issues };
}

function leftOut(file: string, why: string): IssueOf<'lesson_left_out'> {
  const message = `The file ${file} is left out of the list of lessons. ${why}`;
  return { code: 'lesson_left_out', severity: 'warning', stage: 'dataset', message, values: { file, why } };
}

/** Throws AppError lesson_not_found, lesson_invalid, file_not_found, not_allowed_here. */
export async function findLesson(
  ref: LessonRef,
  language: LessonLanguage,
  options: { home: string; allowPaths: boolean },
): Promise<FoundLesson> {
  return ref.kind === 'shipped' ? shippedLesson(ref.id, language) : readLessonAt(ref, options);
}

/** Throws AppError lesson_invalid, file_not_found, not_allowed_here. */
export async function readLessonAt(
  file: FileRef,
  options: { home: string; allowPaths: boolean },
): Promise<FoundLesson> {
  const { path, fileName } = await resolveFile(file, options);
  return readLessonFile(path, fileName);
}

async function readLessonFile(path: string, fileName: string): Promise<FoundLesson> {
  const { file, issues } = readLesson(await bytesOf(path, fileName));
  if (file !== null) return { file, path, fileName };
  throw invalidLesson(fileName, issues);
}

/** What is wrong with a lesson's file, in the order of its lines. */
export function invalidLesson(fileName: string, issues: readonly [Issue, ...Issue[]]): AppError {
  const [first] = issues;
  const sentence = `${fileName} is not a valid lesson. ${first.message}`;
  const values = {
    ...first.values,
    file: fileName,
    line: Number(first.values['line' as never]),
    reason: first.message,
    issue: first.code,
    count: issues.length,
  };
  return new AppError('lesson_invalid', sentence, values, { issues: [...issues] });
}

/** At most one byte more than a lesson may have. Throws what openFile throws. */
export async function bytesOf(path: string, fileName: string): Promise<Uint8Array> {
  const { handle } = await openFile(path, fileName);
  try {
    const room = new Uint8Array(largestLesson + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(room, length, room.length - length);
      length += bytesRead;
      if (bytesRead === 0 || length === room.length) return room.subarray(0, length);
    }
  } finally {
    await handle.close();
  }
}

/** Whether a table comes with the program. */
export function isExample(path: string): boolean {
  return [lessonsFolder, examples].includes(dirname(path));
}

/** Throws AppError lesson_table_missing. */
export async function tableOfLesson({ file, path }: FoundLesson, home: string): Promise<ChosenFile> {
  const { table } = file.lesson;
  for (const folder of new Set([dirname(path), lessonsFolder, examples])) {
    const place = join(folder, table);
    const isThere = await access(place).then(
      () => true,
      () => false,
    );
    if (isThere) return { ref: { kind: 'path', path: place }, path: place, fileName: table };
  }
  if (dirname(dirname(path)) === join(resolve(home), 'uploads')) {
    const upload = await newestUpload(home, table);
    if (upload !== null)
      return { ref: { kind: 'upload', id: upload.id }, path: upload.path, fileName: table };
    throw missing(table, `Drop ${table} together with the lesson, or before it.`);
  }
  throw missing(table, `Put ${table} beside the lesson.`);
}

function missing(table: string, what: string): AppError {
  const sentence = `The lesson's table ${table} is neither beside the lesson nor among the examples. ${what}`;
  return new AppError('lesson_table_missing', sentence, { table });
}

/** Whether a file is a lesson: Markdown by its name, with front matter. Other texts of that name may be tables. */
export async function isLessonFile({ path, fileName }: ChosenFile): Promise<boolean> {
  if (!hasLessonEnding(fileName)) return false;
  const start = Buffer.from((await bytesOf(path, fileName)).subarray(0, 64)).toString('utf8');
  return /^\uFEFF?---[ \t]*\r?\n/.test(start);
}
