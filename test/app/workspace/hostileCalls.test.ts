// Calls as a hostile or broken page makes them, over the real transport: each is refused with an error of the contract.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ORPCError } from '@orpc/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunSpec } from '../../../app/contract/spec/spec.ts';
import { loadEngine } from '../../../app/engine/load.ts';
import { forkUnpacker } from '../../../app/hosts/forkedUnpacker.ts';
import { type Backend, createBackend } from '../../../app/workspace/backend.ts';
import type { Connection } from '../../../renderer/connection/connection.ts';
import { overMessageChannel, type Transport } from '../contract/transports.ts';

let home: string;
let backend: Backend;
let transport: Transport;
let client: Connection['client'];
let spec: RunSpec;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'chainrule-'));
  backend = await createBackend({
    home,
    engine: loadEngine(),
    startUnpacker: forkUnpacker,
    allowPaths: true,
    restore: false,
  });
  transport = await overMessageChannel(backend.router);
  ({ client } = transport.page());
  await client.dataset.open({ file: { kind: 'path', path: resolve('examples/iris.csv') } });
  ({ spec } = await client.spec.propose({ targets: ['species'], epochs: 5 }));
});
afterAll(async () => {
  await transport.close();
  await backend.dispose();
  await rm(home, { recursive: true, force: true });
});

const upload = { kind: 'upload' as const, id: '0'.repeat(32) };

/** Of an error of the contract; anything else is thrown again. */
async function codeOf(call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
  } catch (error) {
    if (error instanceof ORPCError && error.code === 'APP_ERROR') return error.data.code;
    throw error;
  }
  return 'answered';
}
const asSpec = (value: unknown) => value as RunSpec;

it('a prediction for an upload that is not kept', async () => {
  const predicted = async () => {
    for await (const _ of await client.models.predict({ model: upload, file: upload }));
  };
  expect(await codeOf(predicted)).toBe('file_not_found');
});

it.each<[string, unknown]>([
  ['a bigint as seed', { seed: 10n ** 30n }],
  ['a date as seed', { seed: new Date() }],
  ['bytes as layers', { model: { layers: new Uint8Array(4) } }],
  ['a set as task', { data: new Set([1]) }],
  ['not a number as seed', { seed: Number.NaN }],
  ['a NUL in a key', { 'a\u0000b': 1 }],
])('a spec with %s', async (_, change) => {
  const revision = 1_000_000;
  expect(
    await codeOf(() => client.spec.set({ revision, spec: asSpec({ ...spec, ...(change as object) }) })),
  ).toBe('spec_invalid');
});

it('changes of settings that do not ascend, or of another optimizer', async () => {
  const { optimizer } = spec.training;
  const at = (step: number) => ({ step, optimizer });
  expect(await codeOf(() => client.training.start({ changes: [at(5), at(3)] }))).toBe('spec_invalid');
  const other = { step: 1, optimizer: { ...optimizer, type: 'sgd' } as never };
  expect(await codeOf(() => client.training.start({ changes: [other] }))).toMatch(
    /option_invalid|spec_invalid/,
  );
});

it('readings and names with a NUL', async () => {
  const reading = { types: { 'a\u0000b': 'number' as const } };
  await codeOf(() => client.dataset.reread({ reading }));
  await codeOf(() => client.dataset.pair({ first: 'a\u0000b', second: '\u0000' }));
  await codeOf(() => client.spec.propose({ targets: ['\u0000'] }));
  await codeOf(() => client.runs.note({ runId: '\u0000', name: '\u0000' }));
  await codeOf(() => client.runs.open({ runId: '../\u0000' }));
  await codeOf(() => client.dataset.openExample({ file: 'a\u0000.csv' }));
  await codeOf(() => client.dataset.open({ file: { kind: 'path', path: '/tmp/a\u0000b' } }));
  await codeOf(() => client.dataset.open({ file: { kind: 'path', path: '' } }));
  await codeOf(() => client.models.evaluate({ model: { kind: 'path', path: '\u0000' }, file: upload }));
  await codeOf(() => client.training.start({ out: '/tmp/x\u0000y' }));
});

it('a JSON file with a NUL in a key', async () => {
  const path = join(home, 'nul.json');
  await writeFile(
    path,
    JSON.stringify([
      { 'a\u0000b': 1, c: 2 },
      { 'a\u0000b': 2, c: 3 },
    ]),
  );
  await codeOf(() => client.dataset.open({ file: { kind: 'path', path } }));
});

it('a folder in the place of a run’s file, a name that no file can have, and an age beyond all dates', async () => {
  const folder = { kind: 'path' as const, path: home };
  const files = { run: folder, best: folder };
  expect(await codeOf(() => client.runs.import({ name: 'x', files }))).toBe('file_is_folder');
  expect(await codeOf(() => client.training.resumeIn({ folder: 'x'.repeat(300) }))).toBe('run_not_found');
  const old = { olderThanDays: 1e9, atLeastBytes: 0 };
  expect(await codeOf(() => client.runs.clear(old))).toBe('answered');
});
