// A backend of which every call answers with a sample, fails, or hangs until it is aborted, as `workspace.dismiss` last
// said; `app.info` tells what has happened. It is steered through the contract, so that it can be another process.
import { implement, ORPCError } from '@orpc/server';
import { contract } from '../../../app/contract/calls.ts';
import { type Procedure, procedures } from './procedures.ts';
import { sampleValue } from './sampleValue.ts';

/** `endless`: streams go on until they are aborted. */
export type Mode = 'answer' | 'fail' | 'bug' | 'hang' | 'endless';

/** Names of calls in the order in which it happened. */
export interface Happened {
  entered: string[];
  aborted: string[];
  /** Values that all streams have given. */
  yielded: number;
}

export const steering = ['app.info', 'workspace.dismiss'];
/** How many values a stream has. */
export const streamLength = 3;

interface Handled {
  input: unknown;
  signal?: AbortSignal;
}

export function createStubRouter() {
  const happened: Happened = { entered: [], aborted: [], yielded: 0 };
  let mode: Mode = 'answer';
  const steer: Record<string, (input: unknown) => unknown> = {
    'app.info': () => ({ ...(sampleOf('app.info') as object), version: JSON.stringify(happened) }),
    'workspace.dismiss': (input) => {
      mode = (input as { notice: Mode }).notice;
      happened.entered.length = 0;
      happened.aborted.length = 0;
      return { revision: 1 };
    },
  };

  async function answer(procedure: Procedure, { signal }: Handled) {
    happened.entered.push(procedure.name);
    if (mode === 'fail')
      throw new ORPCError('APP_ERROR', {
        status: 400,
        message: `Refused: ${procedure.name} “é”.`,
        data: { code: 'file_not_found', values: { file: 'a\u2028b.csv', bytes: 3 } },
      });
    if (mode === 'bug') throw new TypeError('a secret of the inside');
    if (mode === 'hang') await aborted(signal);
    return sampleValue(procedure.output);
  }

  async function aborted(signal?: AbortSignal) {
    await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }));
  }

  function handler(procedure: Procedure) {
    const note = (signal?: AbortSignal) =>
      signal?.addEventListener('abort', () => happened.aborted.push(procedure.name));
    const steered = steer[procedure.name];
    if (steered) return ({ input }: Handled) => steered(input);
    if (!procedure.streams)
      return (handled: Handled) => {
        note(handled.signal);
        return answer(procedure, handled);
      };
    return async function* (handled: Handled) {
      note(handled.signal);
      const first = await answer(procedure, handled);
      for (let i = 0; i < streamLength || mode === 'endless'; i++) {
        happened.yielded += 1;
        yield first;
        if (mode === 'endless') await new Promise((resolve) => setImmediate(resolve));
      }
    };
  }

  const router: Record<string, Record<string, unknown>> = {};
  for (const procedure of procedures) {
    const [group, call] = procedure.path as [string, string];
    const implementer = implementerOf(procedure.path);
    router[group] = { ...router[group], [call]: implementer.handler(handler(procedure)) };
  }
  return router as unknown as Parameters<typeof implementation.router>[0];
}

const implementation = implement(contract);

/** The contract's builder is typed call by call; here one handler stands for all of them. */
function implementerOf(path: string[]) {
  let node: unknown = implementation;
  for (const key of path) node = (node as Record<string, unknown>)[key];
  return node as { handler(handle: (handled: Handled) => unknown): unknown };
}

function sampleOf(name: string) {
  const procedure = procedures.find((candidate) => candidate.name === name);
  return procedure && sampleValue(procedure.output);
}
