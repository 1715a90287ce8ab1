// `chainrule resume`: goes on with a run that was killed or interrupted, and reports like `train`.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type Client, withBackend } from '../../inProcess.ts';
import { currentState } from '../../options/chosenSpec.ts';
import { exitCodes } from '../../output/failure.ts';
import { Output } from '../../output/output.ts';
import { diverged, report, watchToItsEnd } from '../training/train.ts';

/** Returns the exit code. @param folder a run's folder, or the id of a run under the home folder */
export async function resume(folder: string, options: { threads?: number; json?: boolean }): Promise<number> {
  const output = new Output(options.json === true);
  return withBackend(async (client) => {
    const place = await absolute(folder);
    const begin = async () => {
      const begun = await client.training.resumeIn({ folder: place, threads: options.threads });
      await sayFrom(client, output);
      return begun;
    };
    const interrupted = await watchToItsEnd(client, begin, output);
    const { run, plan } = await currentState(client);
    if (run === null || plan === null) throw new Error('The workspace lost its run.');
    if (run.progress.state === 'diverged') throw diverged(run, plan);
    await report(client, run, output, interrupted);
    return interrupted ?? exitCodes.done;
  });
}

async function sayFrom(client: Client, output: Output) {
  const { run } = await currentState(client);
  const epoch = run?.progress.epoch ?? 0;
  const where = run?.folder ?? '';
  output.note(
    epoch === 0
      ? `Trains the run in ${where} from its start.`
      : `Goes on from epoch ${epoch} of the run in ${where}.`,
    {
      code: 'resumed',
      epoch,
    },
  );
}

/** An id stays one. */
async function absolute(folder: string): Promise<string> {
  const resolved = path.resolve(folder);
  return stat(resolved).then(
    () => resolved,
    () => folder,
  );
}
