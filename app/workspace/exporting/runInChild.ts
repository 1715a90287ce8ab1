// The backend's side of running a foreign script: starts the process, checks what it says, and ends it as soon as the outcome is known.
import { z } from 'zod';
import { AppError } from '../../contract/issues/errors.ts';
import type { RunQuery, RunScript } from '../../export/format.ts';
import { scriptLimits } from './scriptLimits.ts';
import type { ScriptRequest, StartScript } from './scriptPort.ts';

/** 32 rows of 300 classes have some 200 KB. */
const longestAnswer = 64 * 2 ** 20;

const answerSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('answer'), text: z.string().max(longestAnswer) }),
  /** The script threw. */
  z.strictObject({ type: z.literal('failed'), reason: z.string().max(1_000) }),
  z.strictObject({ type: z.literal('memory') }),
]);

const rowsSchema = z.array(z.array(z.string().nullable()));

/** What the script's value is, or the query's rows as JSON. Rejects with AppError script_stopped where it takes too long, grows too large or
 *  kills its process, and with what it throws. The process is gone when the promise settles. */
const runInChild =
  (start: StartScript, language: ScriptRequest['language'], leastSeconds?: number) =>
  (script: string): Promise<string> => {
    const { memory, seconds } = scriptLimits(language, script.length, leastSeconds);
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
        { language, script, memory, longest: longestAnswer },
        {
          message(message) {
            const { data: answer } = answerSchema.safeParse(message);
            if (answer?.type === 'answer') end(() => resolve(answer.text));
            else if (answer?.type === 'failed') fail(new Error(answer.reason));
            else if (answer?.type === 'memory') fail(stopped('memory', Math.round(memory / 2 ** 20)));
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

export const scriptInChild = (start: StartScript, leastSeconds?: number): RunScript =>
  runInChild(start, 'javascript', leastSeconds);

export const queryInChild = (start: StartScript, leastSeconds?: number): RunQuery => {
  const run = runInChild(start, 'sql', leastSeconds);
  return async (sql) => rowsSchema.parse(JSON.parse(await run(sql)));
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
