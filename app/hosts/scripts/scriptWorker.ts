// The thread that runs a foreign script: in a context that has the language's own objects and nothing of Node's, where no code is made from
// texts. What a script could still reach of Node's through an error of a failed import has no way to make code either (the process's flags),
// and by Node's permissions no files and no processes.
import { createContext, Script } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';

function answer(): object {
  const context = createContext(Object.create(null), {
    codeGeneration: { strings: false, wasm: false },
    microtaskMode: 'afterEvaluate',
  });
  try {
    const value: unknown = new Script(workerData).runInContext(context);
    return typeof value === 'string'
      ? { type: 'answer', text: value }
      : { type: 'failed', reason: 'The program gave no answer.' };
  } catch (error) {
    return { type: 'failed', reason: reasonOf(error) };
  }
}

/** What is thrown may be anything, and its text a function of the script's. */
function reasonOf(error: unknown): string {
  try {
    return String(error).slice(0, 1_000);
  } catch {
    return 'The program failed.';
  }
}

parentPort?.postMessage(answer());
