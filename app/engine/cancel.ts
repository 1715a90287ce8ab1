// Connects an AbortSignal to work that the addon does on another thread.
import type { Cancellable } from './insight.ts';

/** Starts the work; rejects with an AbortError if it is cancelled. */
export async function untilAborted<Result>(
  start: () => Cancellable<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (signal?.aborted) throw aborted();
  const work = start();
  const stop = () => work.cancel();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await work.result;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'cancelled') throw aborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

function aborted(): DOMException {
  return new DOMException('The call was cancelled.', 'AbortError');
}
