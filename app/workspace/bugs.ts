// Handles errors that no call reports. AppErrors, cancellations and errors of the system (a full disk, a file of another user, no memory)
// are expected, and the code where they occur handles them. Anything else is a bug of ours: it is written to stderr with its
// stack, once, and shown to the person as a bug.
import { AppError } from '../contract/issues/errors.ts';
import { type NotSaved, notSavedBy } from '../contract/run/notSaved.ts';
import { shortageOf } from './shortage.ts';

export function isBug(error: unknown): boolean {
  if (!(error instanceof Error)) return true;
  const isExpected = error instanceof AppError || error.name === 'AbortError' || 'syscall' in error;
  return !isExpected && shortageOf(error) === null;
}

const reported = new WeakSet<object>();

/** Ignores expected errors. @param doing such as `while the table was read` */
export function reportBug(error: unknown, doing: string): void {
  if (!isBug(error)) return;
  if (typeof error === 'object' && error !== null) {
    if (reported.has(error)) return;
    reported.add(error);
  }
  console.error(`A bug of Chainrule, ${doing}:`, error);
}

/** For work that no call waits for. Always resolves: an expected failure affects only that work. */
export async function inBackground(doing: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    reportBug(error, doing);
  }
}

/** The sentence about a bug for a person, without the stack. */
export function bugSentence(error: unknown): { message: string; values: { reason: string } } {
  const reason = sentenceOf(error);
  const message = `Something went wrong inside Chainrule (${reason}). Nothing that was saved is lost.`;
  return { message, values: { reason } };
}

/** The same for pages in other languages. */
export function notSavedFor(error: unknown): NotSaved {
  return notSavedBy(shortageOf(error) ?? error, sentenceOf(error));
}

export function sentenceOf(error: unknown): string {
  return shortageOf(error)?.message ?? (error instanceof Error ? error.message : String(error));
}
