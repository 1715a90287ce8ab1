// A process of its own for soak.test.ts: one backend in which a person opens a table, trains, evaluates, predicts, saves, deletes, takes
// that back and closes everything, ROUNDS times. Each line on stdout is what the process uses after a round.
import { readdirSync, writeSync } from 'node:fs';
import { createRouterClient } from '@orpc/server';
import { loadEngine } from '../../../app/engine/load.ts';
import { createBackend } from '../../../app/workspace/backend.ts';
import { exportedFile } from '../exportedFile.ts';

/** What a process uses; memory in bytes, after a garbage collection. */
export interface Usage {
  round: number;
  resident: number;
  heap: number;
  /** Of buffers outside the heap, such as weights. */
  buffers: number;
  /** Open files, sockets and pipes; null where the system does not tell. */
  handles: number | null;
}

const [home = '', table = '', rounds = '1'] = process.argv.slice(2);
const backend = await createBackend({ home, engine: loadEngine(), allowPaths: true, restore: true });
const client = createRouterClient(backend.router);

async function round(): Promise<void> {
  const file = { kind: 'path' as const, path: table };
  await client.dataset.open({ file });
  await client.dataset.profile();
  await client.dataset.rows({ offset: 0, limit: 50 });
  await client.spec.propose({ targets: ['species'], epochs: 3, patience: 0, seed: 1 });
  const { runId } = await client.training.start({ threads: 2 });
  let folder = '';
  for await (const { progress } of await client.training.watch({ runId }))
    if (progress.state === 'failed') throw new Error('The run failed.');
  for await (const { run } of await client.workspace.watch()) {
    folder = run?.folder ?? '';
    break;
  }
  await client.evaluation.get({ runId });
  await client.insight.statistics({ weights: 'best', part: 'train' });
  for await (const _ of await client.models.predict({ model: { kind: 'path', path: folder }, file }));
  await exportedFile(client, { kind: 'run', id: runId }, 'safetensors');
  await client.runs.remove({ runId });
  await client.workspace.undo();
  await client.workspace.close();
  // So that every round finds the same home.
  await client.runs.remove({ runId });
}

function usage(round: number): Usage {
  globalThis.gc?.();
  const { rss, heapUsed, arrayBuffers, external } = process.memoryUsage();
  const handles = process.platform === 'linux' ? readdirSync('/proc/self/fd').length : null;
  return { round, resident: rss, heap: heapUsed, buffers: arrayBuffers + external, handles };
}

for (let k = 1; k <= Number(rounds); k++) {
  await round();
  writeSync(1, `${JSON.stringify(usage(k))}\n`);
}
await backend.dispose();
process.exit(0);
