// Reads what is kept of lessons as strictly as the program does, and changes nothing.
import { join } from 'node:path';
import type { KeptProblem } from '../../contract/kept.ts';
import { newerVersionOf } from '../../storage/damaged.ts';
import { lessonsFileName, lessonsFileSchema } from '../../storage/lessonsFile.ts';
import { KeptReader, newerProblem } from './verifyRun.ts';

/** `folder` is named in sentences as `shown`. */
export async function problemsOfLessons(folder: string, shown: string = folder): Promise<KeptProblem[]> {
  const newer = await newerVersionOf(join(folder, lessonsFileName));
  if (newer !== null) return [newerProblem(newer)];
  const reader = new KeptReader(folder, shown);
  await reader.json(lessonsFileName, lessonsFileSchema);
  return reader.problems;
}
