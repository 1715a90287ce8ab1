// Checks a file of packed runs: that it can be opened at all, that its tables are what was packed, and each run as in a folder. It is unpacked
// beside, one run at a time.
import { join } from 'node:path';
import type { Checked, KeptProblem } from '../../contract/kept.ts';
import { removeTemporaryFolder, temporaryFolder } from '../../dataset/resources/temporaryFolder.ts';
import { lessonsFileName } from '../../storage/lessonsFile.ts';
import { PackFile } from '../packs/packFile.ts';
import type { ListedFile } from '../packs/packList.ts';
import { problemsOfLessons } from './verifyLessons.ts';
import { problemOfError, problemsOfRun } from './verifyRun.ts';

/** Throws AppError disk_full, where there is no room to unpack a run. */
export async function verifyPack(path: string): Promise<Checked[]> {
  let pack: PackFile;
  try {
    pack = await PackFile.open(path, path);
  } catch (error) {
    return [{ kind: 'pack', path, problems: [problemOfError(error, path)] }];
  }
  try {
    const checked: Checked[] = [{ kind: 'pack', path, problems: await problemsOf(pack, pack.list.tables) }];
    for (const [index, run] of pack.list.runs.entries()) {
      const shown = `${path}: runs/${index + 1}`;
      checked.push({
        kind: 'run',
        path: shown,
        problems: await inFolder(pack, run.files, (folder) => problemsOfRun(folder, shown)),
      });
    }
    const { lessons } = pack.list;
    if (lessons !== null) {
      const ofProgress = await inFolder(pack, { [lessonsFileName]: lessons.progress }, (folder) =>
        problemsOfLessons(folder, path),
      );
      const problems = [...ofProgress, ...(await problemsOf(pack, lessons.files))];
      checked.push({ kind: 'lessons', path: `${path}: ${lessons.progress.entry}`, problems });
    }
    return checked;
  } finally {
    await pack.close();
  }
}

async function problemsOf(pack: PackFile, listed: readonly ListedFile[]): Promise<KeptProblem[]> {
  const problems: KeptProblem[] = [];
  for (const one of listed) {
    try {
      for await (const _ of pack.bytes(one));
    } catch (error) {
      problems.push(problemOfError(error, one.entry));
    }
  }
  return problems;
}

/** Of files that are unpacked into a folder, under names of ours. */
async function inFolder(
  pack: PackFile,
  files: Readonly<Partial<Record<string, ListedFile>>>,
  problemsIn: (folder: string) => Promise<KeptProblem[]>,
): Promise<KeptProblem[]> {
  const beside = await temporaryFolder();
  try {
    for (const [name, listed] of Object.entries(files)) {
      if (listed === undefined) continue;
      try {
        await pack.extract(listed, join(beside, name));
      } catch (error) {
        return [problemOfError(error, listed.entry)];
      }
    }
    return await problemsIn(beside);
  } finally {
    removeTemporaryFolder(beside);
  }
}
