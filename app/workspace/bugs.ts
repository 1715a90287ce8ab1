// What is done with errors that no call reports. An operation that fails throws an AppError or was cancelled, and the system may
// refuse (a full disk, a file that is not ours): those are expected, and the code that meets them handles them. Anything else is a bug of ours: it
// is written to stderr with its stack, once, and shown to the person as a bug.
import { AppError } from '../contract/issues/errors.ts';

export function isBug(error: unknown): boolean {
  if (!(error instanceof Error)) return true;
  return !(error instanceof AppError) && error.name !== 'AbortError' && !('syscall' in error);
}

const reported = new WeakSet<object>();

/** Nothing happens for what is expected. @param doing such as `while the table was read` */
export function reportBug(error: unknown, doing: string): void {
  if (!isBug(error)) return;
  if (typeof error === 'object' && error !== null) {
    if (reported.has(error)) return;
    reported.add(error);
  }
  console.error(`A bug of Chainrule, ${doing}:`, error);
}

/** For work that nobody waits for. Resolves in any case: what is expected to fail costs no more than that work. */
export async function inBackground(doing: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    reportBug(error, doing);
  }
}

/** What a person reads about a bug, without its stack. */
export function bugSentence(error: unknown): { message: string; values: { reason: string } } {
  const reason = error instanceof Error ? error.message : String(error);
  const message = `Something went wrong inside Chainrule (${reason}). Nothing that was saved is lost.`;
  return { message, values: { reason } };
}
