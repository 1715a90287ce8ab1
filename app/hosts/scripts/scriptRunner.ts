// The process that runs one foreign script and is killed afterwards: a forked child of the terminal or of the server's backend, or a utility
// process of the desktop. A thread runs the script; this one watches the memory. Nothing of ours is loaded.
import { Worker } from 'node:worker_threads';
import type { ParentPort } from 'electron';

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

function run({ script, memory }: { script: string; memory: number }): void {
  setInterval(() => {
    if (process.memoryUsage.rss() > memory) tell({ type: 'memory' });
  }, lookEvery);
  const worker = new Worker(new URL('./scriptWorker.js', import.meta.url), {
    workerData: script,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: Math.ceil(memory / 2 ** 20) },
    stdout: true,
    stderr: true,
  });
  worker.once('message', tell);
  // A thread that ends without an answer: what it said before is told first.
  worker.once('exit', () => tell({ type: 'failed', reason: 'The program gave no answer.' }));
  worker.once('error', (error: Error & { code?: string }) =>
    tell(
      error.code === 'ERR_WORKER_OUT_OF_MEMORY'
        ? { type: 'memory' }
        : { type: 'failed', reason: String(error.message).slice(0, 1_000) },
    ),
  );
}

if (parentPort !== undefined) parentPort.once('message', ({ data }) => run(data));
else {
  process.once('message', run);
  process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  // The parent may have died while this process started.
  if (!process.connected) process.exit();
}
