import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RunFolder } from '../../../app/storage/runFolder.ts';
import { listRuns } from '../../../app/storage/runs.ts';
import { bundled } from '../hosts/server/bundled.ts';
import { exampleRecord } from './exampleRecord.ts';

let home: string;
beforeEach(async () => {
  home = await fs.mkdtemp(path.join(os.tmpdir(), 'chainrule-'));
});
afterEach(async () => {
  await fs.rm(home, { recursive: true, force: true });
});

const losses = (...epochs: number[]) =>
  epochs.map((epoch) => ({
    epoch,
    trainLoss: 1 / epoch,
    validationLoss: null,
    learningRate: 0.01,
    validationScore: null,
  }));

async function newRun(): Promise<RunFolder> {
  const run = await RunFolder.create({ home });
  await run.writeRun(exampleRecord(run.id));
  return run;
}

describe('a run in its folder', () => {
  it('comes back as it was written', async () => {
    const run = await newRun();
    await run.appendHistory(losses(1, 2));
    await run.writeBest(Uint8Array.of(1, 2, 3));
    await run.release();
    const again = await RunFolder.open(run.path);
    expect(again.id).toBe(run.id);
    expect(await again.readRun()).toEqual(exampleRecord(run.id));
    expect(await again.readHistory()).toEqual(losses(1, 2));
    expect([...(await again.readBest())!]).toEqual([1, 2, 3]);
    expect(await again.readEvaluation()).toBeNull();
    expect(await listRuns(home)).toMatchObject([{ id: run.id, folder: run.path }]);
  });

  it('keeps the checkpoint before the last one', async () => {
    const run = await newRun();
    expect(await run.readCheckpoints()).toEqual([]);
    for (const n of [1, 2, 3]) await run.writeCheckpoint(Uint8Array.of(n));
    expect((await run.readCheckpoints()).map(({ bytes }) => bytes[0])).toEqual([3, 2]);
    await run.removeCheckpoints();
    expect(await run.readCheckpoints()).toEqual([]);
  });

  it('survives a torn last line of history, and goes on behind the whole ones', async () => {
    const run = await newRun();
    await run.appendHistory(losses(1, 2));
    await fs.appendFile(run.file('history'), '{"epoch":3,"trainL');
    const again = await RunFolder.open(run.path);
    expect(await again.readHistory()).toEqual(losses(1, 2));
    await again.appendHistory(losses(3));
    expect(await again.readHistory()).toEqual(losses(1, 2, 3));
  });

  it('keeps the good beginning of a damaged history and puts the rest aside', async () => {
    const run = await newRun();
    await run.appendHistory(losses(1));
    await fs.appendFile(run.file('history'), 'not json\n');
    await run.appendHistory(losses(2));
    expect(await run.readHistory()).toEqual(losses(1));
    expect(await fs.readFile(`${run.file('history')}.damaged`, 'utf8')).toContain('not json\n{"epoch":2');
    await run.appendHistory(losses(2));
    expect(await run.readHistory()).toEqual(losses(1, 2));
  });

  it('writes history in the order of the calls, also when nobody waits', async () => {
    const run = await newRun();
    const epochs = Array.from({ length: 50 }, (_, i) => i + 1);
    await Promise.all(epochs.map((epoch) => run.appendHistory(losses(epoch))));
    expect(await run.readHistory()).toEqual(losses(...epochs));
  });

  it('forgets the epochs after the checkpoint that it goes on from', async () => {
    const run = await newRun();
    await run.appendHistory(losses(1, 2, 3));
    await run.truncateHistory(1);
    await run.appendHistory(losses(2));
    expect(await run.readHistory()).toEqual(losses(1, 2));
  });

  it('keeps what is appended right after the history was cut', async () => {
    const run = await newRun();
    await run.appendHistory(losses(1, 2, 3));
    await Promise.all([run.truncateHistory(0), run.appendHistory(losses(1))]);
    expect(await run.readHistory()).toEqual(losses(1));
  });

  it('with a damaged run.json is put aside, not deleted, and no longer listed', async () => {
    const run = await newRun();
    await fs.writeFile(run.file('run'), '{"version": 1');
    await expect(RunFolder.open(run.path)).rejects.toMatchObject({ code: 'run_not_found' });
    expect(await fs.readFile(`${run.file('run')}.damaged`, 'utf8')).toBe('{"version": 1');
    expect(await listRuns(home)).toEqual([]);
  });

  it('of a newer Chainrule is left as it is', async () => {
    const run = await newRun();
    await fs.writeFile(run.file('run'), '{"version": 2, "new": true}');
    expect(await listRuns(home)).toEqual([]);
    expect(await fs.readdir(run.path)).toContain('run.json');
  });
});

describe('a chosen folder', () => {
  it('is taken when it is new or empty', async () => {
    const out = path.join(home, 'a', 'b');
    const run = await RunFolder.create({ out });
    expect(run.path).toBe(out);
    await run.release();
    await fs.mkdir(path.join(home, 'empty'));
    await expect(RunFolder.create({ out: path.join(home, 'empty') })).resolves.toBeInstanceOf(RunFolder);
  });

  // Other systems have no place where folders cannot be made although their parent is there.
  it.runIf(process.platform === 'linux')('where nothing can be made is refused', async () => {
    for (const out of ['/proc/x', '/proc/x/y/z'])
      await expect(RunFolder.create({ out })).rejects.toMatchObject({
        code: 'disk_write_failed',
        message: `${out} could not be written: permission was denied.`,
      });
  });

  it('is refused when it holds anything, and nothing in it is touched', async () => {
    await fs.writeFile(path.join(home, 'notes.txt'), 'mine');
    await expect(RunFolder.create({ out: home })).rejects.toMatchObject({
      code: 'folder_not_empty',
      message: expect.stringContaining('already holds other files'),
    });
    expect(await fs.readdir(home)).toEqual(['notes.txt']);
    const run = await newRun();
    await run.release();
    await expect(RunFolder.create({ out: run.path })).rejects.toMatchObject({
      code: 'folder_not_empty',
      message: expect.stringContaining('already holds a run'),
    });
  });

  it('that is a file, or below one, is refused with the reason', async () => {
    const file = path.join(home, 'file');
    await fs.writeFile(file, '');
    await expect(RunFolder.create({ out: file })).rejects.toMatchObject({
      code: 'disk_write_failed',
      message: `${file} is a file; a run needs a folder: choose another name.`,
    });
    await expect(RunFolder.create({ out: path.join(file, 'run') })).rejects.toMatchObject({
      code: 'disk_write_failed',
      message: expect.stringContaining('a part of its path is a file, not a folder'),
    });
  });
});

describe('the lock of a run', () => {
  it('keeps a second training out, of this process and of another', async () => {
    const run = await newRun();
    const again = await RunFolder.open(run.path);
    await expect(again.lock()).rejects.toMatchObject({ code: 'folder_in_use' });
    await run.release();
    const script = await bundled(new URL('./holding/taker.ts', import.meta.url));
    const other = spawn(process.execPath, [script, run.path, 'keeps'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await once(other.stdout, 'data');
      await expect(again.lock()).rejects.toMatchObject({
        code: 'folder_in_use',
        values: { path: run.path, pid: other.pid },
      });
    } finally {
      other.kill('SIGKILL');
      await once(other, 'exit');
    }
    await again.lock();
    await again.release();
    expect((await fs.readdir(run.path)).sort()).toEqual(['run.json', 'witness']);
  });

  it('of an older Chainrule, a file, holds nothing and goes', async () => {
    const run = await newRun();
    await run.release();
    await fs.writeFile(
      path.join(run.path, 'lock'),
      JSON.stringify({ pid: process.ppid, host: os.hostname() }),
    );
    await run.lock();
    expect(await fs.readdir(run.path)).not.toContain('lock');
    await run.release();
  });

  it('once taken, clears away what a killed process had half written', async () => {
    const run = await newRun();
    await run.release();
    await fs.writeFile(`${run.file('checkpoint')}.4711-1.tmp`, 'half');
    await run.lock();
    expect((await fs.readdir(run.path)).sort()).toEqual([expect.stringMatching(/^lock-/), 'run.json']);
    await run.release();
  });

  it('is released although its file cannot be removed', async () => {
    const run = await newRun();
    vi.spyOn(fs, 'rm').mockRejectedValue(Object.assign(new Error('EIO'), { code: 'EIO' }));
    await run.release();
    vi.restoreAllMocks();
    await run.lock();
    await run.release();
  });
});

describe('a full disk', () => {
  it.runIf(process.platform === 'linux')(
    'is told as such, and history goes on once there is room',
    async () => {
      const run = await newRun();
      await fs.symlink('/dev/full', run.file('history'));
      await expect(run.appendHistory(losses(1))).rejects.toMatchObject({
        code: 'disk_full',
        message: expect.stringContaining('There is no space left'),
      });
      await fs.rm(run.file('history'));
      await run.appendHistory(losses(1));
      expect(await run.readHistory()).toEqual(losses(1));
    },
  );
});
