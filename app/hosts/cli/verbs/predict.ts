// `chainrule predict`: a file's own columns and a model's predictions as CSV, to a file or to stdout; on stderr, what the model could
// not use as it stands.
import { once } from 'node:events';
import type { FileFit } from '../../../contract/modelReport.ts';
import { fileRef, withBackend } from '../inProcess.ts';
import { fitSentences } from '../output/describe.ts';
import { wrongUsage } from '../output/failure.ts';
import { oneLine } from '../output/figures.ts';
import { onInterruption } from '../output/interruption.ts';
import { Output } from '../output/output.ts';
import { writeOutput } from '../output/outputFile.ts';
import { refusedOutput } from './exportModel.ts';

/** Gives the exit code. */
export async function predict(
  model: string,
  file: string,
  options: { out?: string; json?: boolean; strict?: boolean; interval?: number; threshold?: number },
): Promise<number> {
  const { out, strict, interval, threshold } = options;
  const toFile = out !== undefined && out !== '-';
  if (options.json && !toFile) {
    throw wrongUsage('--json needs --out here: without it the predictions themselves go to stdout.');
  }
  if (toFile) await refusedOutput(out, [model, file]);
  const output = new Output(options.json === true, toFile);
  const stop = new AbortController();
  let code = 0;
  let fit: FileFit = { unseenLevels: {}, rowsLeftOut: 0, cells: [], issues: [] };
  // A half written file is taken away again.
  onInterruption((wanted) => {
    code = wanted;
    stop.abort();
  });
  await withBackend(async (client) => {
    const pieces = await client.models.predict(
      {
        ...{ model: fileRef(model), file: fileRef(file) },
        ...(strict !== undefined && { strict }),
        ...(interval !== undefined && { interval }),
        ...(threshold !== undefined && { threshold }),
      },
      { signal: stop.signal },
    );
    try {
      const written = untilStopped(pieces, stop.signal, (end) => {
        fit = end ?? fit;
      });
      if (toFile) await writeOutput(out, written);
      else await writeToStdout(written);
    } catch (error) {
      if (!stop.signal.aborted) throw error;
    }
    if (stop.signal.aborted) return;
    if (!output.json)
      for (const sentence of fitSentences(fit.issues)) process.stderr.write(`${oneLine(sentence)}\n`);
    if (toFile) {
      output.say(`Predictions are in ${out}.`);
      output.emit('result', { out, ...fit });
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
