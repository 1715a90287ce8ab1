// Calls of every kind in random order, with random and hostile input, over the page's real transport to a real backend: each answers, or
// fails with an error of the contract. None shows a bug. CHAINRULE_CALLS=4000 says how many, CHAINRULE_CALLS_SEED=1 which.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inspect } from 'node:util';
import { ORPCError } from '@orpc/client';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { loadEngine } from '../../../app/engine/load.ts';
import { forkUnpacker } from '../../../app/hosts/forkedUnpacker.ts';
import { type Backend, createBackend } from '../../../app/workspace/backend.ts';
import type { Connection } from '../../../renderer/connection/connection.ts';
import { type Procedure, procedures } from './procedures.ts';
import { type Known, RandomValues, randomNumbers } from './randomValue.ts';
import { overMessageChannel, type Transport } from './transports.ts';

const count = Number(process.env.CHAINRULE_CALLS ?? 4_000);
const seed = Number(process.env.CHAINRULE_CALLS_SEED ?? 1);
/** A call that is still busy then is cancelled, in ms: its work must end, too. */
const patience = 100;
/** Of this many calls the first ones bring the backend into a state in which most calls have something to do. */
const chapter = 200;

const iris = resolve('examples/iris.csv');
const before = process.cwd();
let folder: string;
let backend: Backend;
let transport: Transport;
let client: Connection['client'];
/** What is told as a bug. */
const errors = vi.spyOn(console, 'error').mockImplementation(() => {});

/** What became of a call. */
type End = 'answered' | 'cancelled' | 'not sent' | 'bug' | (string & {});
/** Names of the calls that were made with an input of the schema's form. */
const made = new Set<string>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chainrule-randomCalls-'));
  // Relative paths that are made up lie here.
  process.chdir(folder);
  backend = await createBackend({
    home: join(folder, 'home'),
    engine: loadEngine(),
    startUnpacker: forkUnpacker,
    allowPaths: true,
    restore: true,
  });
  transport = await overMessageChannel(backend.router);
  ({ client } = transport.page());
});
afterAll(async () => {
  await transport?.close();
  await backend?.dispose();
  process.chdir(before);
  await rm(folder, { recursive: true, force: true });
});

/** Ends whatever is in progress; asks again as soon as the last answer is there. */
async function closeAll(): Promise<void> {
  for (let closed = false; !closed; ) {
    await client.training.stop().catch(() => {});
    await client.training.discard().catch(() => {});
    await client.race.close().catch(() => {});
    closed = await client.workspace.close().then(
      () => true,
      () => false,
    );
  }
}

async function begin(values: RandomValues): Promise<void> {
  await closeAll();
  await client.training.pace({ epochsPerSecond: null });
  await client.dataset.open({ file: { kind: 'path', path: iris } });
  await client.spec.propose({ targets: ['species'], epochs: 3, patience: 0 });
  if (!values.chance(0.8)) return;
  const { runId } = await client.training.start({ threads: 1 });
  for await (const _ of await client.training.watch({ runId }));
}

async function look(known: Known): Promise<void> {
  for await (const { revision, spec } of await client.workspace.watch()) {
    Object.assign(known, { revision, spec });
    break;
  }
  const runs = await readdir(join(folder, 'home', 'runs')).catch(() => []);
  const folders = runs.map((run) => join(folder, 'home', 'runs', run));
  known.strings = {
    runId: runs,
    runIds: runs,
    id: runs,
    folder: folders,
    place: folders,
    path: [iris, ...folders, join(folder, 'none.csv')],
    out: ['out'],
    file: ['iris.csv', 'wine.csv'],
    columns: ['sepal length (cm)', 'petal width (cm)', 'species'],
    ...Object.fromEntries(
      ['x', 'y', 'first', 'second', 'column', 'features', 'ignore'].map((name) => [
        name,
        ['sepal length (cm)', 'petal width (cm)'],
      ]),
    ),
    targets: ['species'],
  };
}

async function endOf({ path, streams }: Procedure, input: unknown): Promise<End> {
  let node: unknown = client;
  for (const key of path) node = (node as Record<string, unknown>)[key];
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), patience);
  try {
    const answer = await (node as (input: unknown, options: object) => Promise<unknown>)(input, {
      signal: controller.signal,
    });
    if (streams) {
      let left = 3;
      for await (const _ of answer as AsyncIterable<unknown>) if (--left === 0) break;
    }
    return 'answered';
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') return 'cancelled';
    // What cannot be sent at all is refused on the page's side.
    if (error instanceof Error && error.name === 'DataCloneError') return 'not sent';
    if (error instanceof ORPCError && error.code === 'APP_ERROR' && error.data.code !== 'internal')
      return error.data.code;
    // Its data cannot be put together again.
    if (error instanceof ORPCError && error.message.startsWith('Malformed request')) return 'malformed';
    errors(error);
    return 'bug';
  } finally {
    clearTimeout(timer);
  }
}

const hasItsForm = ({ input: schema }: Procedure, input: unknown) =>
  !schema || schema.safeParse(input).success;

/** Half of them without anything strange; of a call that was not made with an input of its form yet, such an input if chance gives one. */
function inputFor(procedure: Procedure, values: RandomValues): unknown {
  const { name, input: schema } = procedure;
  if (!schema) return undefined;
  const strange = values.chance(0.5) ? 0 : 0.05;
  for (let left = made.has(name) ? 0 : 30; left > 0; left--) {
    const input = values.of(schema, '', strange);
    if (hasItsForm(procedure, input)) return input;
  }
  return values.of(schema, '', strange);
}

it(`${count} calls of every kind answer or fail with an error of the contract`, {
  timeout: 600_000,
}, async () => {
  const values = new RandomValues(randomNumbers(seed), { strings: {}, spec: null, revision: 0 });
  const wrong: string[] = [];
  for (let k = 0; k < count && wrong.length < 5; k++) {
    if (k % chapter === 0) await begin(values);
    if (k % 20 === 0) await look(values.known);
    const procedure = procedures[k % procedures.length]!;
    values.fullness = values.oneOf([0.02, 0.1, 0.5]);
    const input = inputFor(procedure, values);
    const end = await endOf(procedure, input);
    if (hasItsForm(procedure, input)) made.add(procedure.name);
    if (end === 'bug' || errors.mock.calls.length > 0)
      wrong.push(
        `call ${k}: ${procedure.name}(${inspect(input, { depth: 9 })}): ${inspect(errors.mock.calls)}`,
      );
    errors.mockClear();
  }
  expect(wrong).toEqual([]);
});

it('every call of the contract was made with an input of its form', () => {
  expect(procedures.map(({ name }) => name).filter((name) => !made.has(name))).toEqual([]);
});
