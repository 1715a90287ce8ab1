// The process that runs one foreign script and is killed afterwards: a forked child of the terminal or of the server's backend, or a utility
// process of the desktop. JavaScript runs in a thread, a query in a database in memory; this thread watches the memory. Electron ignores the
// flags of Node that a utility process is started with, so that all limits are set here.
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { ParentPort } from 'electron';
import type { ScriptRequest } from '../../workspace/exporting/scriptPort.ts';
import { permissionFlags } from './permissionFlags.ts';

/** Milliseconds between two looks. */
const lookEvery = 20;

const { parentPort } = process as { parentPort?: ParentPort };
let told = false;

/** What it says first is what counts: the parent ends this process then. */
function tell(message: object): void {
  if (told) return;
  told = true;
  if (parentPort !== undefined) parentPort.postMessage(message);
  else process.send?.(message);
}

const fail = (reason: string) => tell({ type: 'failed', reason: reason.slice(0, 1_000) });

function run(request: ScriptRequest): void {
  setInterval(() => {
    if (process.memoryUsage.rss() > request.memory) tell({ type: 'memory' });
  }, lookEvery);
  const answered = (text: string) => {
    if (text.length > request.longest) fail(`The program gave an answer of ${text.length} letters.`);
    else tell({ type: 'answer', text });
  };
  if (request.language === 'sql') runQuery(request, answered);
  else runThread(request, answered);
}

function runThread({ script, memory }: ScriptRequest, answered: (text: string) => void): void {
  // Of contexts that are made from now on, the thread's among them.
  setFlagsFromString('--disallow-code-generation-from-strings');
  const file = new URL('./scriptWorker.js', import.meta.url);
  const worker = new Worker(file, {
    workerData: script,
    env: {},
    // A thread does not have the permissions of its process, but its own.
    execArgv: parentPort === undefined ? permissionFlags(file) : [],
    resourceLimits: { maxOldGenerationSizeMb: Math.ceil(memory / 2 ** 20) },
    stdout: true,
    stderr: true,
  });
  worker.once('message', (message: { answer: string } | { reason: string }) =>
    'answer' in message ? answered(message.answer) : fail(message.reason),
  );
  // A thread that ends without an answer: what it said before is told first.
  worker.once('exit', () => fail('The program gave no answer.'));
  worker.once('error', (error: Error & { code?: string }) =>
    error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tell({ type: 'memory' }) : fail(String(error.message)),
  );
}

/** Its answer is JSON: rows of texts, since JSON knows no NaN. */
async function runQuery({ script }: ScriptRequest, answered: (text: string) => void): Promise<void> {
  try {
    const { memoryQuery } = await import('../../dataset/resources/memoryQuery.ts');
    answered(JSON.stringify(await memoryQuery(script)));
  } catch (error) {
    fail(error instanceof Error ? error.message : 'The query failed.');
  }
}

if (parentPort !== undefined) parentPort.once('message', ({ data }) => run(data));
else {
  process.once('message', run);
  process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  // The parent may have died while this process started.
  if (!process.connected) process.exit();
}
