// A backend with a home folder of its own for each test, a table opened in it, and runs brought to their end.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach } from 'vitest';
import type { Run } from '../../../../app/contract/run/training.ts';
import type { Choices } from '../../../../app/contract/spec/choices.ts';
import type { RunSpec } from '../../../../app/contract/spec/spec.ts';
import type { WorkspaceState } from '../../../../app/contract/workspace.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import { type Backend, createBackend } from '../../../../app/workspace/backend.ts';

const engine = loadEngine();
let home: string;
let backend: Backend;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'chainrule-'));
  const loadCheckFormula = async () =>
    (await import('../../../../renderer/formulas/checkFormula.ts')).checkFormula;
  backend = await createBackend({ home, engine, allowPaths: true, restore: false, loadCheckFormula });
});
afterEach(async () => {
  await backend.dispose();
  await rm(home, { recursive: true, force: true });
});

export const connect = () => createRouterClient(backend.router);
export type Client = ReturnType<typeof connect>;

/** With the proposed spec, edited. */
export async function opened(
  file: string,
  choices: Choices,
  edit: (spec: RunSpec) => RunSpec = (spec) => spec,
) {
  const client = connect();
  await client.dataset.open({ file: { kind: 'path', path: file } });
  const { spec } = await client.spec.propose(choices);
  await client.spec.set({ revision: Number.MAX_SAFE_INTEGER, spec: edit(spec) });
  return client;
}
export async function written(name: string, rows: string[]): Promise<string> {
  const file = join(home, name);
  await writeFile(file, `${rows.join('\n')}\n`);
  return file;
}

export async function trained(client: Client): Promise<string> {
  const { runId } = await client.training.start({ threads: 1 });
  for await (const _ of await client.training.watch({ runId }));
  return runId;
}

/** The first state that holds, from now on. */
export async function stateWhere(
  client: Client,
  holds: (state: WorkspaceState) => boolean,
): Promise<WorkspaceState> {
  for await (const state of await client.workspace.watch()) if (holds(state)) return state;
  throw new Error('The state stream ended before that.');
}

export const now = (client: Client) => stateWhere(client, () => true);

export async function currentSpec(client: Client): Promise<RunSpec> {
  for await (const { spec } of await client.workspace.watch()) if (spec !== null) return spec;
  throw new Error('There is no spec.');
}

export async function runOf(client: Client): Promise<Run> {
  for await (const { run } of await client.workspace.watch()) if (run !== null) return run;
  throw new Error('There is no run.');
}

export const code = (call: Promise<unknown>) =>
  call.then(
    () => 'no error',
    (error) => error.data?.code ?? String(error),
  );

/** price = 3 area - 20 age + 50 (+ 5 in the north); feet is area in other units. */
export function houses(): string[] {
  const rows = Array.from({ length: 60 }, (_, i) => {
    const area = 40 + ((i * 37) % 101);
    const age = (i * 13) % 29;
    const north = i % 3 === 0;
    return [
      area,
      area * 10.76 + 7,
      age,
      north ? 'north' : 'south',
      3 * area - 20 * age + 50 + (north ? 5 : 0),
    ];
  });
  return ['area,feet,age,side,price', ...rows.map((row) => row.join(','))];
}
