// One program on a home folder that others use at the same time: does what its parent asks over IPC, and says what came of it.
import { createRouterClient } from '@orpc/server';
import { loadEngine } from '../../../../app/engine/load.ts';
import { toContractError } from '../../../../app/workspace/appErrors.ts';
import { type Backend, createBackend } from '../../../../app/workspace/backend.ts';

export type Deed =
  /** Opens the home as a page's program does. */
  | { do: 'open'; choice?: 'takeOver' | 'look' }
  /** Trains on the page, or where none is open as the terminal does. */
  | { do: 'train'; table: string; seed: number; epochs: number }
  /** On the `pick`-th of the listed runs. */
  | { do: 'note'; pick: number; name: string }
  | { do: 'remove'; pick: number }
  | { do: 'close' }
  /** Only says whether it owns the home. */
  | { do: 'say' };

/** `code` of an error of the contract; else what was done. */
export interface Outcome {
  code: string | null;
  /** Of the error. */
  sentence?: string;
  owns: boolean;
  run?: { id: string; fingerprint: string };
  removed?: string;
}

const [home = ''] = process.argv.slice(2);
const engine = loadEngine();
let page: Backend | null = null;
let owns = false;

function openPage(choice: 'takeOver' | 'look' | undefined) {
  const onHandedOver = () => {
    owns = false;
    page = null;
  };
  const how = choice === undefined ? {} : { choice };
  return createBackend({
    home,
    engine,
    allowPaths: true,
    restore: true,
    kind: 'browser',
    onHandedOver,
    ...how,
  });
}

async function act(deed: Deed): Promise<Partial<Outcome>> {
  if (deed.do === 'say') return {};
  if (deed.do === 'close') {
    const before = page;
    [page, owns] = [null, false];
    await before?.dispose();
    return {};
  }
  if (deed.do === 'open') {
    if (page !== null) return {};
    const opened = await openPage(deed.choice);
    page = opened;
    owns = deed.choice !== 'look';
    return {};
  }
  if (page !== null) return onBackend(page, deed);
  const terminal = await createBackend({ home, engine, allowPaths: true, restore: false });
  try {
    return await onBackend(terminal, deed);
  } finally {
    await terminal.dispose();
  }
}

async function onBackend({ router }: Backend, deed: Exclude<Deed, { do: 'open' | 'close' | 'say' }>) {
  const client = createRouterClient(router);
  if (deed.do === 'train') {
    await client.dataset.open({ file: { kind: 'path', path: deed.table } });
    const { seed, epochs } = deed;
    await client.spec.propose({ targets: ['species'], hidden: [4], epochs, patience: 0, seed });
    const { runId } = await client.training.start({ threads: 1 });
    for await (const _ of await client.training.watch({ runId }));
    const { fingerprint } = await client.evaluation.get({ runId });
    return { run: { id: runId, fingerprint } };
  }
  const runs = await client.runs.list();
  const run = runs[deed.pick % Math.max(1, runs.length)];
  if (run === undefined) return {};
  if (deed.do === 'note') {
    await client.runs.note({ runId: run.id, name: deed.name });
    return {};
  }
  await client.runs.remove({ runId: run.id });
  return { removed: run.id };
}

process.on('message', async (deed: Deed) => {
  let outcome: Outcome;
  try {
    outcome = { code: null, ...(await act(deed)), owns };
  } catch (error) {
    const told = (await toContractError(error)) as Error & { data?: { code: string } };
    outcome = { code: told.data?.code ?? told.name, sentence: told.message, owns };
  }
  process.send?.(outcome);
});
process.send?.({ code: null, owns: false } satisfies Outcome);
