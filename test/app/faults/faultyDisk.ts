// A disk that fails for one process: the library diskFaults.cpp, built here and loaded before everything else, and what it noted.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Why the tests with such a disk are left out; null where they run. */
export const noFaultyDisk =
  process.platform === 'linux' ? null : 'the library that fails writes is for Linux';

export interface Fault {
  /** `kill`: the process dies in place of the change. */
  kind: 'EIO' | 'ENOSPC' | 'EACCES' | 'kill';
  /** Number of the change, from 1; 0: none fails, they are only counted. */
  at: number;
  /** `always`: all later ones fail too, but not removals. */
  lasts?: 'once' | 'always';
}

export interface FaultyDisk {
  /** The environment of a process whose changes below `under` fail. */
  environment(under: string, fault: Fault): NodeJS.ProcessEnv;
  /** The changes there since the last call: `create /path`, `write /path failed`, ... */
  changes(under: string): Promise<string[]>;
  close(): Promise<void>;
}

export async function buildFaultyDisk(): Promise<FaultyDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'chainrule-faults-'));
  const library = join(folder, 'diskFaults.so');
  const source = fileURLToPath(new URL('diskFaults.cpp', import.meta.url));
  const arguments_ = ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl'];
  await promisify(execFile)(process.env.CXX ?? 'c++', arguments_);
  const logOf = (under: string) => join(folder, under.replaceAll('/', '-'));
  return {
    environment: (under, { kind, at, lasts = 'once' }) => ({
      LD_PRELOAD: library,
      FAULT_UNDER: under,
      FAULT_KIND: kind,
      FAULT_AT: String(at),
      FAULT_LASTS: lasts,
      FAULT_LOG: logOf(under),
    }),
    changes: async (under) => {
      const text = await readFile(logOf(under), 'utf8').catch(() => '');
      await rm(logOf(under), { force: true });
      const lines = text.split('\n').filter((line) => line !== '');
      return lines.map((line) => line.replace(/^\d+ /, ''));
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
