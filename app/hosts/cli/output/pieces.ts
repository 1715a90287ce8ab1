// A stream of text from the backend, on its way to a file or to stdout.
import { once } from 'node:events';

/** The pieces; `ended` gets what the stream returns at its end. Throws the signal's reason when aborted. */
export async function* toTheEnd<End>(
  pieces: AsyncIterator<string, End>,
  ended: (end: End) => void,
  signal?: AbortSignal,
): AsyncGenerator<string, void> {
  try {
    for (;;) {
      const { done, value } = await pieces.next();
      if (done) return ended(value);
      signal?.throwIfAborted();
      yield value;
    }
  } finally {
    await pieces.return?.();
  }
}

export async function writeToStdout(pieces: AsyncIterable<string>): Promise<void> {
  for await (const piece of pieces) {
    if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
  }
}
