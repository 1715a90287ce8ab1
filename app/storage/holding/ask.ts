// Asks the process behind a socket who it is, or to hand over what it holds. That the connection is taken shows that the process lives,
// since the system closes a socket with its process; the answer is one line of JSON.
import net from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { type HolderFacts, holderFactsSchema } from '../../contract/holder.ts';

/** `asks`: wants the folder and looks whether anyone else has it. `silent`: lives and says nothing. */
export const answerSchema = holderFactsSchema.extend({ state: z.enum(['holds', 'asks']) });
export type Answer = z.infer<typeof answerSchema> | { state: 'silent' };

/** One line of JSON too. `to`: who wants to have what is held. */
export const requestSchema = z.discriminatedUnion('ask', [
  z.object({ ask: z.literal('who') }),
  z.object({ ask: z.literal('handOver'), to: holderFactsSchema }),
]);
type Request = z.infer<typeof requestSchema>;

/** The answer to `handOver`, once everything is saved. */
export const handOverSchema = z.object({ handedOver: z.boolean(), reason: z.string().default('') });
export type HandOver = z.infer<typeof handOverSchema>;

/** A process whose event loop is free answers within milliseconds. */
const patienceMs = 2_000;
/** Ending a run and saving it takes moments; a host kills a backend that takes longer than 6 s. */
const handOverPatienceMs = 15_000;
const longestAnswer = 8_192;
/** How often a closed connection is asked again. */
const mostQuestions = 3;

/** null where no living process listens at `address`. Throws the system's error where that cannot be told. */
export async function askWho(address: string): Promise<Answer | null> {
  const line = await askUntilTold(address, { ask: 'who' }, patienceMs);
  if (line === gone) return null;
  const answer = answerSchema.safeParse(line);
  return answer.success ? answer.data : { state: 'silent' };
}

/** Resolves when the holder has handed over, refused, or ended. */
export async function askToHandOver(address: string, to: HolderFacts): Promise<HandOver> {
  const line = await askUntilTold(address, { ask: 'handOver', to }, handOverPatienceMs);
  // A holder that has ended meanwhile holds nothing.
  if (line === gone) return { handedOver: true, reason: '' };
  const answer = handOverSchema.safeParse(line);
  return answer.success ? answer.data : { handedOver: false, reason: 'it does not answer' };
}

const gone = Symbol('nobody listens');
const closed = Symbol('closed without an answer');

/** A process that ends closes the connections it took: asking again shows that it is gone. */
async function askUntilTold(address: string, request: Request, patience: number): Promise<unknown> {
  for (let attempt = 0; ; attempt++) {
    const line = await ask(address, request, patience);
    if (line !== closed) return line;
    if (attempt === mostQuestions) return undefined;
    await setTimeout(10);
  }
}

/** The answer; undefined where none came in time. */
function ask(address: string, request: Request, patience: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(address);
    let text = '';
    const end = (settle: () => void) => {
      clearTimeout(timer);
      socket.destroy();
      settle();
    };
    const timer = globalThis.setTimeout(() => end(() => resolve(undefined)), patience);
    socket.setEncoding('utf8');
    socket.on('connect', () => socket.write(`${JSON.stringify(request)}\n`));
    socket.on('data', (chunk: string) => {
      text += chunk;
      const line = text.indexOf('\n');
      if (line >= 0) end(() => resolve(jsonOf(text.slice(0, line))));
      else if (text.length > longestAnswer) end(() => resolve(undefined));
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (isGone(error)) end(() => resolve(gone));
      else if (isClosed(error)) end(() => resolve(closed));
      else if (isOfOthers(error)) end(() => resolve(undefined));
      else end(() => reject(error));
    });
    socket.on('close', () => end(() => resolve(closed)));
  });
}

function isGone({ code }: NodeJS.ErrnoException): boolean {
  return code === 'ECONNREFUSED' || code === 'ENOENT' || code === 'ENOTSOCK' || code === 'ENOTDIR';
}

function isClosed({ code }: NodeJS.ErrnoException): boolean {
  return code === 'ECONNRESET' || code === 'EPIPE' || code === 'ENOTCONN';
}

/** Another user's socket: nobody here can tell whether its process lives. EAGAIN: so many ask that they have to wait. */
function isOfOthers({ code }: NodeJS.ErrnoException): boolean {
  return code === 'EACCES' || code === 'EPERM' || code === 'EAGAIN';
}

export function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
