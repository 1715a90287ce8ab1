import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

/** Files that belong to the repository, from its root: tracked, or new and not ignored. */
export function repositoryFiles(): string[] {
  return spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
    .stdout.split('\n')
    .filter((file) => file && existsSync(join(root, file)));
}
