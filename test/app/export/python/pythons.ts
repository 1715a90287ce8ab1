// The Python programs of this computer, each with the version of NumPy that it has: an old and a new one may stand side by side.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';
import type { PythonFile } from '../../../../app/export/python/files.ts';

export interface Python {
  command: string;
  /** Versions, for a test's name. */
  name: string;
}

/** Those that can import all of `modules`; no two of the same versions. Where there is none, a skipped test of the calling file says so. */
export function pythonsWith(...modules: string[]): Python[] {
  const found = new Map<string, Python>();
  for (const command of ['python3', '/usr/bin/python3', 'python']) {
    const script = `import sys, ${modules.join(', ')}; print("Python %d.%d" % sys.version_info[:2], ${modules.map((name) => `"${name}", ${name}.__version__`).join(', ')})`;
    const { status, stdout } = spawnSync(command, ['-c', script], { encoding: 'utf8' });
    if (status === 0) found.set(stdout, { command, name: stdout.trim() });
  }
  if (found.size === 0)
    test.skip(`what Python with ${modules.join(' and ')} has to say: it is not on this computer`, () => {});
  return [...found.values()];
}

export interface Ran {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** A folder with written files in it, as long as `use` takes. */
export async function inFolder<Result>(
  files: readonly Pick<PythonFile, 'name' | 'bytes'>[],
  use: (folder: string) => Result | Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'chainrule-python-'));
  try {
    for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes);
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs Python in a folder without leaving its caches there. */
export function runPython({ command }: Python, folder: string, arguments_: string[], input = ''): Ran {
  const { status, stdout, stderr } = spawnSync(
    command,
    ['-B', '-W', 'error::RuntimeWarning', ...arguments_],
    {
      cwd: folder,
      input,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      env: { ...process.env, OMP_NUM_THREADS: '1', PYTHONIOENCODING: 'utf-8' },
    },
  );
  return { status, stdout, stderr };
}
