// The flags of the process that runs one foreign script.
import { dirname, join } from 'node:path';

/** No code is made from texts, nothing native is loaded. */
export const scriptFlags = ['--disallow-code-generation-from-strings', '--no-addons'];

/** Nothing of this computer's; Windows starts no program without the place of its own folder. */
export const scriptEnvironment: Record<string, string> =
  process.platform === 'win32' ? { SystemRoot: process.env.SystemRoot ?? '' } : {};

/** Node's own permissions (20 and newer): no files but the two of the program itself, no processes. Electron has no such flags. */
export function permissionFlags(script: string): string[] {
  const known = process.allowedNodeEnvironmentFlags;
  const flag = ['--permission', '--experimental-permission'].find((name) => known.has(name));
  if (flag === undefined) return [];
  return [flag, '--allow-worker', `--allow-fs-read=${join(dirname(script), '*')}`];
}
