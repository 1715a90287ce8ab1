// Keeps the home folder to its owner: folders 0700, files 0600. Files in other folders, such as that of `--out`, follow the person's own
// setting (umask). Windows keeps a person's folders private by itself.
import fs from 'node:fs/promises';
import path from 'node:path';

export const privateFolder = 0o700;
export const privateFile = 0o600;
const anyone = 0o666;
/** Permissions of the group and of everybody. */
const others = 0o077;

/** The mode of a new file: private in a private folder. */
export async function modeOfNewFile(folder: string): Promise<number> {
  const status = await fs.stat(folder).catch(() => null);
  return status !== null && (status.mode & others) === 0 ? privateFile : anyone;
}

/** Makes everything in an existing home private, and says so where others could use the home folder itself; null where all was as it
 *  should be. A folder that belongs to somebody else stays as it is. */
export async function makeHomePrivate(home: string): Promise<string | null> {
  if (process.platform === 'win32') return null;
  const root = path.resolve(home);
  const status = await fs.stat(root).catch(() => null);
  // The administrator could change another user's home, and must not.
  if (status === null || status.uid !== process.getuid?.() || (status.mode & others) === 0) return null;
  try {
    await fs.chmod(root, privateFolder);
    await makeContentPrivate(root);
  } catch {
    return null;
  }
  const before = (status.mode & 0o777).toString(8);
  return `Other users of this computer could use ${root} (its mode was ${before}); now only you can (700).`;
}

/** Links stay as they are: what they lead to is not ours. */
export async function makeContentPrivate(folder: string): Promise<void> {
  for (const entry of await fs.readdir(folder, { withFileTypes: true })) {
    const inside = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      await fs.chmod(inside, privateFolder);
      await makeContentPrivate(inside);
    } else if (entry.isFile()) await fs.chmod(inside, privateFile);
  }
}
