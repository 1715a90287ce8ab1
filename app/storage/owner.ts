// Marks what a process writes for a while only, such as an unfinished file, so that a later process can tell whether the one that wrote
// it still lives. A pid alone does not tell: it is used again. On Linux the mark holds the time at which the process started, too; elsewhere
// a process with the same pid counts as the same one. Marks of another machine or container are never taken for dead.
import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** What a mark in a name looks like: pid, start and place. */
export const markPattern = '\\d+_[0-9a-z]+_[0-9a-f]{8}';

let own: string | null = null;

/** Of this process. */
export function ownMark(): string {
  own ??= markOf(process.pid);
  return own;
}

/** Of a living process of this machine. */
export function markOf(pid: number): string {
  return `${pid}_${startOf(pid) ?? 0}_${place()}`;
}

/** Whether the marked process has certainly ended. */
export function hasEnded(mark: string): boolean {
  const [pid = '', start = '', where] = mark.split('_');
  if (where !== place() || mark === ownMark()) return false;
  if (process.platform === 'linux') return startOf(Number(pid)) !== start;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

/** Clock ticks from the machine's start to the process's; null where it does not live or the system does not tell. */
function startOf(pid: number): string | null {
  const text = read(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // The program's name is in parentheses and may hold anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  const isDead = state === 'Z' || state === 'X';
  return isDead ? null : (fields[19] ?? null);
}

/** Pids are of one machine, one start of it, and one container. */
function place(): string {
  const boot = read(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'));
  const container = read(() => readlinkSync('/proc/self/ns/pid'));
  return createHash('sha256').update(`${hostname()} ${boot} ${container}`).digest('hex').slice(0, 8);
}

function read(file: () => string): string {
  try {
    return file();
  } catch {
    return '';
  }
}
