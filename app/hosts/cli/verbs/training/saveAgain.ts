// The weights of an ended run that could not be saved: tries the folder of --fallback, then asks a person what to do, where there is
// one. Without either it fails with a sentence that says what to do the next time.
import { createInterface } from 'node:readline';
import { AppError } from '../../../../contract/issues/errors.ts';
import type { Run } from '../../../../contract/run/training.ts';
import type { Client } from '../../inProcess.ts';
import { currentState } from '../../options/chosenSpec.ts';
import { oneLine } from '../../output/figures.ts';
import { onInterruption } from '../../output/interruption.ts';
import type { Output } from '../../output/output.ts';

/** Returns the run, saved. Throws AppError run_not_saved when there is no other way; then the weights are discarded. */
export async function saveAgain(
  client: Client,
  run: Run,
  output: Output,
  { fallback, ask = personAsked() }: { fallback?: string | undefined; ask?: Ask | null },
): Promise<Run> {
  let reason = run.notSaved?.message ?? '';
  const saveIn = async (out: string | undefined): Promise<boolean> => {
    try {
      await client.training.save({ ...(out !== undefined && { out }) });
      return true;
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
      return false;
    }
  };
  let saved = false;
  if (fallback !== undefined) {
    output.note(`The weights could not be saved: ${reason} They are saved in ${fallback} instead.`, {
      code: 'run_not_saved',
    });
    saved = await saveIn(fallback);
  }
  while (!saved && ask !== null) {
    const answer = await ask(`The weights are only in memory: ${oneLine(reason)}\n${choices}`);
    if (answer === null || answer === 'q') break;
    saved = await saveIn(answer === '' ? undefined : answer);
  }
  if (saved) return (await currentState(client)).run ?? run;
  await client.training.discard();
  throw new AppError(
    'run_not_saved',
    `The weights could not be saved and are lost: ${reason} Make room, or train again with --out or --fallback and a folder on another disk.`,
    { reason },
  );
}

const choices = 'Press Enter to save again, type a new folder to save there, or q to give the weights up: ';

/** Resolves with the line that a person typed; null where there will be none. */
export type Ask = (question: string) => Promise<string | null>;

/** null where nobody can answer. */
function personAsked(): Ask | null {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return null;
  return (question) => {
    // The terminal edits the line: so Ctrl+C stays a signal.
    const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
    return new Promise<string | null>((resolve) => {
      onInterruption(() => resolve(null));
      lines.once('close', () => resolve(null));
      lines.question(question, (line) => resolve(line.trim()));
    }).finally(() => {
      onInterruption(null);
      lines.close();
    });
  };
}
