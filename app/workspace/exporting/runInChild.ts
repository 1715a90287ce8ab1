// The backend's side of running a foreign script: starts the process, checks what it says, and ends it as soon as the outcome is known.
import { z } from 'zod';
import { AppError } from '../../contract/issues/errors.ts';
import type { RunScript } from '../../export/format.ts';
import type { StartScript } from './scriptPort.ts';

const mebi = 2 ** 20;
/** A Node process takes some 60 MiB before it reads anything. */
const leastMemory = 256 * mebi;
/** Measured: a module of 4,900,000 parameters, 60 MiB of text, needs 745 MiB. */
const memoryPerByte = 24;
const leastSeconds = 30;
/** A slow computer parses 1 MiB of it per second, and predicts a few rows. */
const secondsPerByte = 1 / mebi;
/** 32 rows of 300 classes have some 200 KB. */
const longestAnswer = 64 * mebi;

const answerSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('answer'), text: z.string().max(longestAnswer) }),
  /** The script threw. */
  z.strictObject({ type: z.literal('failed'), reason: z.string().max(1_000) }),
  z.strictObject({ type: z.literal('memory') }),
]);

/** What the script's value is. Rejects with AppError script_stopped where it takes too long, grows too large or kills its process, and with
 *  what it throws. The process is gone when the promise settles. */
export const runInChild =
  (start: StartScript, least = leastSeconds): RunScript =>
  (script) => {
    const memory = leastMemory + memoryPerByte * script.length;
    const seconds = least + Math.round(secondsPerByte * script.length);
    return new Promise((resolve, reject) => {
      let outcome: (() => void) | null = null;
      const end = (known: () => void) => {
        if (outcome !== null) return;
        outcome = known;
        clearTimeout(timer);
        child.kill();
      };
      const fail = (error: Error) => end(() => reject(error));
      const timer = setTimeout(() => fail(stopped('seconds', seconds)), 1_000 * seconds);
      const child = start(
        { script, memory },
        {
          message(message) {
            const { data: answer } = answerSchema.safeParse(message);
            if (answer?.type === 'answer') end(() => resolve(answer.text));
            else if (answer?.type === 'failed') fail(new Error(answer.reason));
            else if (answer?.type === 'memory') fail(stopped('memory', Math.round(memory / mebi)));
            else fail(stopped('ended', 0));
          },
          exited() {
            fail(stopped('ended', 0));
            outcome!();
          },
        },
      );
    });
  };

const reasons = {
  seconds: (limit: number) => `it takes longer than ${limit} s`,
  memory: (limit: number) => `it needs more than ${limit} MiB of memory`,
  ended: () => 'its process ended before it gave an answer',
};

function stopped(why: keyof typeof reasons, limit: number): AppError {
  const sentence = `The program in the file was stopped: ${reasons[why](limit)}. Chainrule writes no such file; do not run it elsewhere unless you trust who made it.`;
  return new AppError('script_stopped', sentence, { why, limit });
}
