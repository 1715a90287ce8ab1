// A process of its own for crash.test.ts, on the built app: trains in the home folder it is given, pauses and steps so that
// there are checkpoints, goes on if it shall die running, and kills itself the hard way.
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createRouterClient } from '@orpc/server';

const built = new URL('../../../../dist/app/', import.meta.url);
const { loadEngine } = await import(new URL('engine/load.js', built).href);
/** @type {typeof import('../../../../app/workspace/backend.ts')} */
const { createBackend } = await import(new URL('workspace/backend.js', built).href);

const [home = '', epochs, checkpoints, dying] = process.argv.slice(2);
const { router } = await createBackend({ home, engine: loadEngine(), allowPaths: true, restore: true });
const client = createRouterClient(router);
await client.dataset.open({ file: { kind: 'path', path: resolve('examples/iris.csv') } });
await client.spec.propose({ targets: ['species'], epochs: Number(epochs), patience: 0 });
const { runId } = await client.training.start({ threads: 2 });

/** @param {string} state  @param {number} epoch  @returns {Promise<number>} the epoch at which the run is in that state */
async function reach(state, epoch) {
  for await (const { progress } of await client.training.watch({ runId }))
    if (progress.state === state && progress.epoch >= epoch) return progress.epoch;
  throw new Error(`The run ended before epoch ${epoch}.`);
}

/** What run.json holds is what the next process goes by. @param {string} state  @param {number} epoch  the least */
async function saidOnDisk(state, epoch) {
  const file = join(home, 'runs', runId, 'run.json');
  for (let said; said?.state !== state || said.epoch < epoch; )
    said = JSON.parse(await readFile(file, 'utf8'));
}

await client.training.pause();
let epoch = await reach('paused', 0);
for (let taken = 0; taken < Number(checkpoints); taken++) {
  await client.training.step({ unit: 'epoch' });
  epoch = await reach('paused', epoch + 1);
  // The next one would else take this one's place.
  await saidOnDisk('paused', epoch);
}
if (dying === 'running') {
  await client.training.resume();
  await saidOnDisk('running', epoch);
}
process.kill(process.pid, 'SIGKILL');
