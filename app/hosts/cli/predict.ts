// `chainrule predict`: a file's own columns and a model's predictions as CSV, to a file or to stdout.
import { once } from 'node:events';
import { refusedOutput } from './exportModel.ts';
import { wrongUsage } from './failure.ts';
import { fileRef, withBackend } from './inProcess.ts';
import { onInterruption } from './interruption.ts';
import { Output } from './output.ts';
import { writeOutput } from './outputFile.ts';

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
      if (options.json && !toFile) {
        throw wrongUsage('--json needs --out here: without it the predictions themselves go to stdout.');
      }
      if (toFile) await writeOutput(out, untilStopped(pieces, stop.signal));
      else await writeToStdout(untilStopped(pieces, stop.signal));
    } catch (error) {
      if (!stop.signal.aborted) throw error;
    }
    if (toFile && !stop.signal.aborted) {
      output.say(`Predictions are in ${out}.`);
      output.emit('result', { out });
    }
  });
  onInterruption(null);
  return code;
}

async function* untilStopped(
  pieces: AsyncIterable<string>,
  signal: AbortSignal,
): AsyncGenerator<string, void> {
  for await (const piece of pieces) {
    signal.throwIfAborted();
    yield piece;
  }
}

async function writeToStdout(pieces: AsyncIterable<string>): Promise<void> {
  for await (const piece of pieces) {
    if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
  }
}
