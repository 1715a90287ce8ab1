// Where the sockets lie by which a process shows that it holds a folder: in the folder itself, or, where a socket cannot be made there
// (a path of more than 100 bytes, a disk without sockets), in a folder of this user under /tmp that is named by a hash of the real path.
// On Windows there is one named pipe instead, named by the same hash.
import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';

/** Most bytes of a socket's path: Linux takes 107, macOS 103. */
const longestPath = 100;

/** Prefix of the sockets; in a run's folder they lie beside its files. */
export const socketPrefix = 'lock-';
/** A socket gets its final name only when it listens: until then nobody may take it for that of a dead process. */
export const unfinishedEnding = '.new';

/** Whether a name in a folder belongs to this mechanism. Old versions of Chainrule left a file `lock`. */
export function isLockName(name: string): boolean {
  return name === 'lock' || name.startsWith(socketPrefix);
}

/** Every place where a holder of `folder` may show itself, the preferred one first. */
export async function placesOf(folder: string): Promise<string[]> {
  const shared = path.join(sharedRoot(), hashOf(await realPath(folder)));
  const name = `${socketPrefix}${'0'.repeat(12)}${unfinishedEnding}`;
  const fits = Buffer.byteLength(path.join(folder, name)) <= longestPath;
  return fits ? [folder, shared] : [shared];
}

/** The pipe of `folder` on Windows, whose file names are the same in any case. */
export async function pipeOf(folder: string): Promise<string> {
  return `\\\\.\\pipe\\chainrule-${hashOf((await realPath(folder)).toLowerCase())}`;
}

/** Makes a shared place; others of this machine cannot reach it. Throws where another user has a folder of that name. */
export async function makeSharedPlace(place: string): Promise<void> {
  await fs.mkdir(place, { recursive: true, mode: 0o700 });
  const { uid, mode } = await fs.lstat(path.dirname(place));
  if (uid !== process.getuid?.() || (mode & 0o077) !== 0)
    throw Object.assign(new Error(`${path.dirname(place)} belongs to another user`), { code: 'EACCES' });
}

/** Not the folder for temporary files that the environment names: all processes of a user must look at the same place. */
function sharedRoot(): string {
  return `/tmp/.chainrule-locks-${process.getuid?.() ?? 0}`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}

/** Through links; of a folder that is not there yet, as it is named. */
async function realPath(folder: string): Promise<string> {
  return fs.realpath(folder).catch(() => path.resolve(folder));
}
