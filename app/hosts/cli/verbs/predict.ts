// `chainrule predict`: a file's own columns and a model's predictions as CSV, to a file or to stdout.
import { once } from 'node:events';
import { fileRef, withBackend } from '../inProcess.ts';
import { unseenSentences } from '../output/describe.ts';
import { wrongUsage } from '../output/failure.ts';
import { onInterruption } from '../output/interruption.ts';
import { Output } from '../output/output.ts';
import { writeOutput } from '../output/outputFile.ts';
import { refusedOutput } from './exportModel.ts';

/** Gives the exit code. */
export async function predict(
  model: string,
  file: string,
  options: { out?: string; json?: boolean },
): Promise<number> {
  const { out } = options;
  const toFile = out !== undefined && out !== '-';
  if (options.json && !toFile) {
    throw wrongUsage('--json needs --out here: without it the predictions themselves go to stdout.');
  }
  if (toFile) await refusedOutput(out, [model, file]);
  const output = new Output(options.json === true, toFile);
  const stop = new AbortController();
  let code = 0;
  let unseen: Record<string, number> = {};
  // A half written file is taken away again.
  onInterruption((wanted) => {
    code = wanted;
    stop.abort();
  });
  await withBackend(async (client) => {
    const pieces = await client.models.predict(
      { model: fileRef(model), file: fileRef(file) },
      { signal: stop.signal },
    );
    try {
      const written = untilStopped(pieces, stop.signal, (end) => {
        unseen = end?.unseenLevels ?? {};
      });
      if (toFile) await writeOutput(out, written);
      else await writeToStdout(written);
    } catch (error) {
      if (!stop.signal.aborted) throw error;
    }
    if (stop.signal.aborted) return;
    output.say(...unseenSentences(unseen));
    if (toFile) {
      output.say(`Predictions are in ${out}.`);
      output.emit('result', { out, unseenLevels: unseen });
    }
  });
  onInterruption(null);
  return code;
}

async function* untilStopped<End>(
  pieces: AsyncIterator<string, End>,
  signal: AbortSignal,
  ended: (end: End) => void,
): AsyncGenerator<string, void> {
  try {
    for (;;) {
      const { done, value } = await pieces.next();
      if (done) return ended(value);
      signal.throwIfAborted();
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
