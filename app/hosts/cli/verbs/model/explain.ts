// `chainrule explain`: what each column is worth to a model on the rows of a file, and the coefficients of a network without hidden
// layers; or with --row what each column adds to the prediction for one row.
import type { Importance, ImportanceUpdate } from '../../../../contract/run/explanation.ts';
import { fileRef, withBackend } from '../../inProcess.ts';
import { coefficientLines } from '../../output/coefficients.ts';
import {
  contributionFields,
  contributionLines,
  importanceFields,
  importanceLines,
} from '../../output/explanation.ts';
import { duration } from '../../output/figures.ts';
import { onInterruption } from '../../output/interruption.ts';
import { Output } from '../../output/output.ts';
import { ScreenLine } from '../../output/screenLine.ts';

/** Seconds from which a person is told beforehand. */
const long = 3;

/** Gives the exit code. */
export async function explain(
  model: string,
  file: string,
  { row, json }: { row?: number; json?: boolean },
): Promise<number> {
  const output = new Output(json === true);
  const stop = new AbortController();
  let code = 0;
  onInterruption((wanted) => {
    code = wanted;
    stop.abort();
  });
  const asked = { model: fileRef(model), file: fileRef(file) };
  await withBackend(async (client) => {
    try {
      if (row !== undefined) {
        const found = await client.models.contributions({ ...asked, row }, { signal: stop.signal });
        output.say(...contributionLines(row, found));
        output.emit('result', contributionFields(row, found));
        return;
      }
      const updates = await client.models.importance(asked, { signal: stop.signal });
      const importance = await lastOf(updates, output);
      const coefficients = await client.models.coefficients(asked, { signal: stop.signal });
      output.say(...importanceLines(importance));
      if (coefficients !== null) output.say('', ...coefficientLines(coefficients));
      output.emit('result', {
        ...importanceFields(importance),
        ...(coefficients === null ? {} : { coefficients }),
      });
    } catch (error) {
      if (!stop.signal.aborted) throw error;
    }
  });
  onInterruption(null);
  return code;
}

/** Says beforehand what takes long, and how far it is. */
async function lastOf(updates: AsyncIterable<ImportanceUpdate>, output: Output): Promise<Importance> {
  const line = new ScreenLine();
  try {
    for await (const update of updates) {
      if (update.kind === 'result') return update.importance;
      if (update.kind === 'progress') line.draw(`${Math.floor(update.done * 100)} % of the shuffles`);
      else if (update.seconds >= long && !output.json)
        process.stderr.write(`Shuffling takes about ${duration(update.seconds)}.\n`);
    }
  } finally {
    line.clear();
  }
  throw new Error('The importance ended without a result.');
}
