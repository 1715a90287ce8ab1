// The unpacking process is killed, cancelled, or left alone: one sentence, nothing left behind, and a run in progress goes on. The
// process is that of the built app. On Linux only: the children of a process, and their memory, are read from /proc.
import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTable } from '../../../../app/dataset/open.ts';
import type { StartUnpacker } from '../../../../app/dataset/source/unpacker/unpackerPort.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import { forkUnpacker } from '../../../../app/hosts/forkedUnpacker.ts';
import { createBackend } from '../../../../app/workspace/backend.ts';
import { emptyFolder } from '../../dataset/writtenTable.ts';
import { type CommandLine, openCommandLine, outcomeOf } from '../cli/command.ts';
import { childrenOf, memoryOf } from './childProcesses.ts';

/** Temporary folder of the test, and a file of some pieces, too small to be shown as a sample meanwhile. */
let folder: string;
let file: string;
let commandLine: CommandLine;
beforeAll(async () => {
  commandLine = await openCommandLine({ processes: true });
  file = join(commandLine.folder, 'rows.json');
  const rows = Array.from({ length: 100_000 }, (_, i) => `{"a":${i},"b":"text ${i}","c":[1,2,${i}]}`);
  await writeFile(file, `[${rows}]`);
});
afterAll(() => commandLine.close());
beforeEach(async () => {
  folder = await emptyFolder();
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, folder);
  return () => {
    for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, undefined);
  };
});

/** Kills each process as soon as it has been started. */
const killedBy =
  (signal: NodeJS.Signals): StartUnpacker =>
  (request, events) => {
    const started = forkUnpacker(request, events);
    for (const pid of childrenOf(process.pid)) process.kill(pid, signal);
    return started;
  };

describe.runIf(process.platform === 'linux')('the unpacking process', () => {
  it.each(['SIGKILL', 'SIGSEGV', 'SIGABRT'] as const)(
    'that dies of %s costs one sentence',
    async (signal) => {
      await expect(openTable(file, { startUnpacker: killedBy(signal) })).rejects.toMatchObject({
        code: 'unpack_stopped',
        message: `rows.json could not be read: the process that unpacked it stopped (${signal}). The file is probably damaged. Save its table again, or as CSV.`,
      });
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  it('ends with its folder when the reading is cancelled', async () => {
    const controller = new AbortController();
    const onProgress = (fraction: number | null) => {
      if (fraction !== null && fraction > 0) controller.abort(new Error('enough'));
    };
    const options = { startUnpacker: forkUnpacker, signal: controller.signal, onProgress };
    await expect(openTable(file, options)).rejects.toThrow('enough');
    expect(childrenOf(process.pid)).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that dies leaves a run in progress alone', async () => {
    const home = join(commandLine.folder, 'backend');
    const engine = loadEngine();
    const backend = await createBackend({
      ...{ home, engine, allowPaths: true, restore: false },
      startUnpacker: killedBy('SIGSEGV'),
    });
    const client = createRouterClient(backend.router);
    await client.dataset.open({
      file: { kind: 'path', path: resolve(import.meta.dirname, '../../../../examples/iris.csv') },
    });
    await client.spec.propose({ targets: ['species'], epochs: 3, patience: 0 });
    const first = await client.training.start({ threads: 1 });
    for await (const _ of await client.training.watch(first));
    await client.evaluation.get(first);
    let model = '';
    for await (const { run } of await client.workspace.watch()) {
      model = run?.folder ?? '';
      break;
    }
    await client.spec.propose({ targets: ['species'], epochs: 1_000_000, patience: 0 });
    const { runId } = await client.training.start({ threads: 1 });
    const path = (of: string) => ({ kind: 'path' as const, path: of });
    const question = { model: path(model), file: path(file) };
    await expect(client.models.evaluate(question)).rejects.toMatchObject({
      data: { code: 'unpack_stopped' },
    });
    const epochs: number[] = [];
    for await (const { progress } of await client.training.watch({ runId })) {
      expect(progress.state).toBe('running');
      epochs.push(progress.epoch);
      if (progress.epoch > epochs[0]! + 10) break;
    }
    await backend.dispose();
  });
});

describe.runIf(process.platform === 'linux')('the terminal', () => {
  const inspecting = async () => {
    const terminal = commandLine.start(['inspect', file]);
    const outcome = outcomeOf(terminal);
    const unpacking = await vi.waitFor(() => {
      const [pid] = childrenOf(terminal.pid!);
      expect(pid).toBeDefined();
      return pid!;
    }, 20_000);
    return { terminal, outcome, unpacking };
  };
  const gone = (pid: number) => expect(memoryOf(pid)).toBe(0);

  it('that is interrupted takes the unpacking process and its folder with it', async () => {
    const { terminal, outcome, unpacking } = await inspecting();
    terminal.kill('SIGINT');
    expect(await outcome).toMatchObject({ code: 130, stderr: '' });
    await vi.waitFor(() => gone(unpacking), 20_000);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that is killed does, too', async () => {
    const { terminal, outcome, unpacking } = await inspecting();
    terminal.kill('SIGKILL');
    await outcome;
    await vi.waitFor(() => {
      gone(unpacking);
      expect(readdirSync(folder)).toEqual([]);
    }, 20_000);
  });
});
