// Checks a file of packed runs: that it can be opened at all, that its tables are what was packed, and each run as in a folder. It is unpacked
// beside, one run at a time.
import { join } from 'node:path';
import type { Checked, KeptProblem } from '../../contract/kept.ts';
import { removeTemporaryFolder, temporaryFolder } from '../../dataset/resources/temporaryFolder.ts';
import { PackFile } from '../packs/packFile.ts';
import { type ListedRun, runFileNames } from '../packs/packList.ts';
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
    const checked: Checked[] = [{ kind: 'pack', path, problems: await problemsOfTables(pack) }];
    for (const [index, run] of pack.list.runs.entries()) {
      const shown = `${path}: runs/${index + 1}`;
      checked.push({ kind: 'run', path: shown, problems: await problemsOfPacked(pack, run, shown) });
    }
    return checked;
  } finally {
    await pack.close();
  }
}

async function problemsOfTables(pack: PackFile): Promise<KeptProblem[]> {
  const problems: KeptProblem[] = [];
  for (const table of pack.list.tables) {
    try {
      for await (const _ of pack.bytes(table));
    } catch (error) {
      problems.push(problemOfError(error, table.entry));
    }
  }
  return problems;
}

async function problemsOfPacked(pack: PackFile, { files }: ListedRun, shown: string): Promise<KeptProblem[]> {
  const beside = await temporaryFolder();
  try {
    for (const name of runFileNames) {
      const listed = files[name];
      if (listed === undefined) continue;
      try {
        await pack.extract(listed, join(beside, name));
      } catch (error) {
        return [problemOfError(error, listed.entry)];
      }
    }
    return await problemsOfRun(beside, shown);
  } finally {
    removeTemporaryFolder(beside);
  }
}
