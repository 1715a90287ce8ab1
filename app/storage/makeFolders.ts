// Makes a folder and those above it that are lacking. Node's own `recursive` never returns in /proc, where nothing can be made, and
// says that there is no such folder where the disk is read-only.
import fs from 'node:fs/promises';
import path from 'node:path';

/** A folder that is there already stays. Rejects with the system's error: EEXIST where a file has its name.
 *  @param mode of the new folders. */
export async function makeFolders(folder: string, mode?: number): Promise<void> {
  try {
    await fs.mkdir(folder, { mode });
  } catch (error) {
    if (await isFolder(folder)) return;
    const parent = path.dirname(folder);
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' || parent === folder) throw error;
    await makeParent(parent, mode);
    await fs.mkdir(folder, { mode }).catch(async (again: NodeJS.ErrnoException) => {
      if (await isFolder(folder)) return;
      if (again.code !== 'ENOENT') throw again;
      throw Object.assign(new Error(`nothing can be made in ${parent}`), { code: 'EPERM' });
    });
  }
}

/** Someone else may have made it meanwhile. */
async function makeParent(parent: string, mode: number | undefined): Promise<void> {
  if (!(await isFolder(parent))) await makeFolders(parent, mode);
}

async function isFolder(place: string): Promise<boolean> {
  const found = await fs.stat(place).catch(() => null);
  return found?.isDirectory() ?? false;
}
