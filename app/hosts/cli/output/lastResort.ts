// What is left to do when nothing else works, as where a file of the program cannot be loaded any more: one sentence on stderr, and the
// exit code of a failure.
import { readFileSync, writeSync } from 'node:fs';
import { AppError } from '../../../contract/issues/errors.ts';
import { shortageOf } from '../../../workspace/shortage.ts';
import { exitCodes } from './failure.ts';
import { oneLine } from './figures.ts';

/** With less address space, Node, the engine and DuckDB with their threads may be ended by the system (measured on two cores: 1.5 GiB
 *  fails now and then, 1.7 GiB trains). */
const leastAddressSpace = 1.7 * 2 ** 30;
/** Fewer handles may run out while the program is loaded, which then looks as if a part of it were missing. */
const enoughHandles = 128;

/** Call once, before anything else. */
export function watchLastResort(): void {
  process.on('uncaughtException', (error) => process.exit(lastResort(error)));
  process.on('unhandledRejection', (error) => process.exit(lastResort(error)));
}

/** Returns the exit code. */
export function lastResort(error: unknown): number {
  const known = error instanceof AppError ? error : (shortageOf(error) ?? shortageWhileLoading(error));
  const reason = error instanceof Error ? error.message : String(error);
  say(known?.message ?? `Something went wrong inside Chainrule (${reason}).`);
  return exitCodes.failed;
}

function say(sentence: string): void {
  try {
    writeSync(2, `${oneLine(sentence)}\n`);
  } catch {
    // Nobody can be told.
  }
}

/** Node reports a file that it cannot open as missing. */
function shortageWhileLoading(error: unknown): AppError | null {
  const isLoading = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
  if (!isLoading || limitOf('Max open files') >= enoughHandles) return null;
  return shortageOf(Object.assign(new Error(error.message), { code: 'EMFILE' }));
}

/** Throws AppError out_of_memory where this process may not use the memory that every verb needs: without this, Node or the system would
 *  end it with a trace of its own. */
export function refuseTightMemory(): void {
  const limit = limitOf('Max address space');
  if (limit >= leastAddressSpace) return;
  const sentence = `Chainrule needs ${leastAddressSpace / 2 ** 30} GiB of address space; this terminal allows ${(limit / 2 ** 30).toFixed(2)} GiB (ulimit -v).`;
  throw new AppError('out_of_memory', sentence, { needed: leastAddressSpace });
}

/** The limit of this process; infinite where there is none, or the system does not tell. */
function limitOf(name: string): number {
  try {
    const line = readFileSync('/proc/self/limits', 'utf8')
      .split('\n')
      .find((text) => text.startsWith(name));
    const soft = Number(line?.slice(name.length).trim().split(/\s+/)[0]);
    return Number.isNaN(soft) ? Number.POSITIVE_INFINITY : soft;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
