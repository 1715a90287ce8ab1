// The processes that a process has started, as Linux lists them, and their memory.
import { readdirSync, readFileSync } from 'node:fs';

const pageBytes = 4_096;

/** Ids of the children of a process; empty where the process is gone. */
export function childrenOf(pid: number): number[] {
  return threadsOf(pid).flatMap((thread) =>
    read(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
  );
}

/** The process, its children, and theirs. */
export function treeOf(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap(treeOf)];
}

/** Bytes in memory; 0 where the process is gone. */
export function memoryOf(pid: number): number {
  return Number(read(`/proc/${pid}/statm`).split(' ')[1] ?? 0) * pageBytes;
}

/** Watches all processes below `pid` until it is stopped, which returns the most memory that they took together. */
export function watchMemory(below: () => number[]): () => number {
  let most = 0;
  const timer = setInterval(() => {
    most = Math.max(
      most,
      below().reduce((sum, pid) => sum + memoryOf(pid), 0),
    );
  }, 5);
  return () => {
    clearInterval(timer);
    return most;
  };
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
