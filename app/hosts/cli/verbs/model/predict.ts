// `chainrule predict`: a file's own columns and a model's predictions as CSV, to a file or to stdout; on stderr, what the model could
// not use as it stands.
import type { PredictedFile } from '../../../../contract/modelReport.ts';
import { fileRef, withBackend } from '../../inProcess.ts';
import { fitSentences, formulaSentences } from '../../output/describe.ts';
import { wrongUsage } from '../../output/failure.ts';
import { oneLine } from '../../output/figures.ts';
import { onInterruption } from '../../output/interruption.ts';
import { Output } from '../../output/output.ts';
import { refuseOutput, writeOutput } from '../../output/outputFile.ts';
import { toTheEnd, writeToStdout } from '../../output/pieces.ts';

interface PredictOptions {
  out?: string;
  force?: boolean;
  json?: boolean;
  strict?: boolean;
  interval?: number;
  spread?: boolean;
  threshold?: number;
  raw?: boolean;
}

/** Gives the exit code. */
export async function predict(model: string, file: string, options: PredictOptions): Promise<number> {
  const { out, strict, interval, spread, threshold, raw } = options;
  const toFile = out !== undefined && out !== '-';
  if (options.json && !toFile) {
    throw wrongUsage('--json needs --out here: without it the predictions themselves go to stdout.');
  }
  if (toFile) await refuseOutput(out, [model, file], options.force);
  const output = new Output(options.json === true, toFile);
  const stop = new AbortController();
  let code = 0;
  let fit: PredictedFile = { unseenLevels: {}, rowsLeftOut: 0, cells: [], issues: [], formulaCells: 0 };
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
        ...(spread !== undefined && { spread }),
        ...(raw !== undefined && { raw }),
        ...(threshold !== undefined && { threshold }),
      },
      { signal: stop.signal },
    );
    try {
      const ended = (end: PredictedFile | undefined) => {
        fit = end ?? fit;
      };
      const written = toTheEnd(pieces, ended, stop.signal);
      if (toFile) await writeOutput(out, written);
      else await writeToStdout(written);
    } catch (error) {
      if (!stop.signal.aborted) throw error;
    }
    if (stop.signal.aborted) return;
    if (!output.json)
      for (const sentence of [...fitSentences(fit.issues), ...formulaSentences(fit.formulaCells)])
        process.stderr.write(`${oneLine(sentence)}\n`);
    if (toFile) {
      output.say(`Predictions are in ${out}.`);
      output.emit('result', { out, ...fit });
    }
  });
  onInterruption(null);
  return code;
}
