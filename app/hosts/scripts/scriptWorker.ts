// The thread that runs a foreign script: in a context that has the language's own objects and nothing of Node's, where no code is made from
// texts. Contexts of node:vm are known to leak: the ways that are known are closed here, and what leaks all the same leads nowhere, as the
// objects of this thread's own context are sealed, and Node's permissions keep the thread from files, programs and threads.
import { createContext, Script } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { sealLanguage } from './sealLanguage.ts';

type Outcome = { answer: string } | { reason: string };

const context = createContext(Object.create(null), {
  codeGeneration: { strings: false, wasm: false },
  microtaskMode: 'afterEvaluate',
});

function outcome(script: string): Outcome {
  try {
    const value: unknown = new Script(withoutImports(script)).runInContext(context);
    return typeof value === 'string' ? { answer: value } : { reason: 'The program gave no answer.' };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

/** The promise of an `import()` is an object of Node's. With an escaped letter the word is the same in names and texts, and a mistake of
 *  syntax where it is the keyword. */
const withoutImports = (script: string) => script.replaceAll('import', 'imp\\u006frt');

/** What is thrown may be anything, and its text a function of the script's. */
function reasonOf(error: unknown): string {
  try {
    return String(error);
  } catch {
    return 'The program failed.';
  }
}

sealLanguage(new Script('Object.getOwnPropertyNames(globalThis)').runInContext(context));
parentPort?.postMessage(outcome(workerData));
