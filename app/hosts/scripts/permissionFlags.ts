// Node's own permissions (20 and newer) of the thread that runs a foreign script: no files but those beside its own, no programs, no threads,
// which would begin with all permissions again; from Node 25 on no network.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @param file the thread's own. Empty where Node does not know permissions. */
export function permissionFlags(file: URL): string[] {
  const known = process.allowedNodeEnvironmentFlags;
  const flag = ['--permission', '--experimental-permission'].find((name) => known.has(name));
  return flag === undefined ? [] : [flag, `--allow-fs-read=${join(dirname(fileURLToPath(file)), '*')}`];
}
