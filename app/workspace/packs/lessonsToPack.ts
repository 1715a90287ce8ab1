// What of lessons a home folder hands over: the progress, without places of this computer, and the files of lessons that do not come with the
// program, with their tables.
import type { LeftOut } from '../../contract/packs.ts';
import { lessonsFileName, lessonsText, lookAtLessons } from '../../storage/lessonsFile.ts';
import { bytesOf } from '../lessons/lessonFiles.ts';
import { type OpenedLesson, openedLessons } from '../lessons/openedLessons.ts';
import { resolveFile } from '../table/fileRef.ts';
import type { PackedTables } from './packedTables.ts';

export interface LessonToPack {
  name: string;
  bytes: Uint8Array;
  /** Index of its table; null where that is an example, or gone. */
  table: number | null;
}

export interface LessonsToPack {
  /** Of how many lessons the progress is. */
  count: number;
  /** The file of the progress. */
  text: string;
  files: LessonToPack[];
}

/** null where there is nothing, or nothing that can be read. What lacks is added to `leftOut`, tables to `tables`. */
export async function lessonsToPack(
  home: string,
  tables: PackedTables,
  leftOut: LeftOut[],
  signal: AbortSignal | undefined,
): Promise<LessonsToPack | null> {
  const kept = await lookAtLessons(home);
  if (kept === 'damaged' || kept === 'newer') {
    leftOut.push({ reason: kept === 'newer' ? 'lessonsNewer' : 'lessonsDamaged', name: lessonsFileName });
    return null;
  }
  if (kept.progress.size === 0) return null;
  const files: LessonToPack[] = [];
  for (const lesson of await openedLessons(kept, { home, allowPaths: true }))
    files.push(...(await fileOf(lesson, home, tables, leftOut, signal)));
  return { count: kept.progress.size, text: lessonsText({ ...kept, places: new Map() }), files };
}

async function fileOf(
  { id, place, found }: OpenedLesson,
  home: string,
  tables: PackedTables,
  leftOut: LeftOut[],
  signal: AbortSignal | undefined,
): Promise<LessonToPack[]> {
  if (found === null) {
    leftOut.push({ reason: 'lessonMissing', name: id });
    return [];
  }
  const { table: name } = found.file.lesson;
  const table =
    place.table === null
      ? null
      : await resolveFile(place.table, { home, allowPaths: true }).catch(() => null);
  const index = table === null ? null : await tables.addFile(table.path, name, signal);
  if (place.table !== null && index === null) leftOut.push({ reason: 'lessonTableMissing', name });
  return [{ name: found.fileName, bytes: await bytesOf(found.path, found.fileName), table: index }];
}
