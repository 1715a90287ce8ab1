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
  /** `kill`: the process dies in place of the change. `memory`: not a change of the disk fails, but an allocation of the engine. */
  kind: 'EIO' | 'ENOSPC' | 'EACCES' | 'kill' | 'memory';
  /** Number of the change, from 1; 0: none fails, they are only counted. */
  at: number;
  /** `always`: all later ones fail too, but not removals. */
  lasts?: 'once' | 'always';
}

/** How the library is told. */
export const planOf = (under: string, { kind, at, lasts = 'once' }: Fault): string =>
  `${kind}/${at}/${lasts}${under}`;

/** The changes below `under` since the last call: `create /path`, `write /path failed`, ... */
export async function changesOf(under: string): Promise<string[]> {
  const log = `${under}.log`;
  const text = await readFile(log, 'utf8').catch(() => '');
  await rm(log, { force: true });
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => line.replace(/^\d+ /, ''));
}

export interface FaultyDisk {
  /** The environment of a process that gives itself its plans. */
  environment(): NodeJS.ProcessEnv;
  /** The environment of a process whose changes below `under` fail from its start on. */
  environment(under: string, fault: Fault): NodeJS.ProcessEnv;
  close(): Promise<void>;
}

export async function buildFaultyDisk(): Promise<FaultyDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'chainrule-faults-'));
  const library = join(folder, 'diskFaults.so');
  const source = fileURLToPath(new URL('diskFaults.cpp', import.meta.url));
  const arguments_ = ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl'];
  await promisify(execFile)(process.env.CXX ?? 'c++', arguments_);
  return {
    environment: (under?: string, fault?: Fault) => ({
      LD_PRELOAD: library,
      ...(under !== undefined && fault !== undefined && { FAULT_PLAN: planOf(under, fault) }),
    }),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
