// What processes that have ended left behind goes; what a living process may use, or what nobody knows, stays.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  markTemporaryFolders,
  removeTemporaryFolder,
  sweepTemporaryFolders,
  temporaryFolder,
} from '../../../app/dataset/resources/temporaryFolder.ts';
import { takeLock } from '../../../app/storage/lock.ts';
import { hasEnded, markOf, ownMark } from '../../../app/storage/owner.ts';
import { RunFolder } from '../../../app/storage/runFolder.ts';
import { sweepHome } from '../../../app/storage/sweep.ts';
import { writeWorkspace } from '../../../app/storage/workspaceFile.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'chainrule-home-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** A process of its own, its mark, and its end. */
function otherProcess() {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const mark = markOf(child.pid!);
  return {
    mark,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

const old = new Date('2020-01-01');
const ages = async (path: string) => utimes(path, old, old);

describe('a mark', () => {
  it('tells whether its process has ended', async () => {
    const other = otherProcess();
    expect(hasEnded(other.mark)).toBe(false);
    await other.kill();
    expect(hasEnded(other.mark)).toBe(true);
  });

  it('of this process is that of a living one', () => {
    expect(hasEnded(ownMark())).toBe(false);
  });

  it.skipIf(process.platform !== 'linux')('of an earlier process with the same pid has ended', () => {
    const [pid, start, place] = ownMark().split('_');
    expect(hasEnded(`${pid}_${Number(start) - 1}_${place}`)).toBe(true);
  });

  it('of another machine or container is never taken for dead', () => {
    expect(hasEnded('4194304_1_00000000')).toBe(false);
  });
});

describe('unfinished files', () => {
  it('go once their process has ended, and stay as long as it lives', async () => {
    const other = otherProcess();
    const file = join(home, `workspace.json.${other.mark}-1.tmp`);
    await writeFile(file, '{');
    expect(await sweepHome(home)).toEqual([]);
    await other.kill();
    expect(await sweepHome(home)).toEqual([file]);
    expect(await readdir(home)).toEqual([]);
  });

  it('of an earlier version go after a week', async () => {
    const file = join(home, 'workspace.json.12-3.tmp');
    await writeFile(file, '{');
    expect(await sweepHome(home)).toEqual([]);
    await ages(file);
    expect(await sweepHome(home)).toEqual([file]);
  });

  it('are the only files that go', async () => {
    await writeWorkspace(home, { version: 1, dataset: null, spec: null, runId: null, lesson: null });
    for (const name of ['mine.tmp', 'a-b.tmp', 'x.1-2.tmp.txt']) {
      await writeFile(join(home, name), '');
      await ages(join(home, name));
    }
    expect(await sweepHome(home)).toEqual([]);
  });
});

describe('a folder of a run that never began', () => {
  const runs = () => join(home, 'runs');
  const folderWith = async (...names: string[]) => {
    const folder = join(runs(), 'one');
    await mkdir(folder, { recursive: true });
    for (const name of names) await writeFile(join(folder, name), '');
    await ages(folder);
    return folder;
  };

  it('goes', async () => {
    const folder = await folderWith();
    expect(await sweepHome(home)).toEqual([folder]);
    expect(await readdir(runs())).toEqual([]);
  });

  it('stays while a process holds its lock', async () => {
    const { path } = await RunFolder.create({ home });
    await ages(path);
    expect(await sweepHome(home)).toEqual([]);
    expect((await stat(path)).isDirectory()).toBe(true);
  });

  it('stays where it holds anything', async () => {
    await folderWith('run.json.damaged');
    expect(await sweepHome(home)).toEqual([]);
  });

  it('stays in its first minute, since it may be locked next', async () => {
    const folder = await folderWith();
    await utimes(folder, new Date(), new Date());
    expect(await sweepHome(home)).toEqual([]);
    await takeLock(folder);
  });
});

describe('temporary copies of tables', () => {
  beforeEach(() => {
    vi.stubEnv('TMPDIR', home);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    markTemporaryFolders('');
  });

  it('go once their process has ended', async () => {
    const other = otherProcess();
    markTemporaryFolders(other.mark);
    const theirs = await temporaryFolder();
    await writeFile(join(theirs, 'rows.csv'), 'a,b\n');
    markTemporaryFolders(ownMark());
    const mine = await temporaryFolder();
    expect(await sweepTemporaryFolders(hasEnded)).toEqual([]);
    await other.kill();
    expect(await sweepTemporaryFolders(hasEnded)).toEqual([theirs]);
    expect(await readdir(home)).toEqual([basename(mine)]);
    removeTemporaryFolder(theirs);
    removeTemporaryFolder(mine);
  });

  it('of an earlier version go after a week', async () => {
    const folder = join(home, 'chainrule-table-AbCdEf');
    await mkdir(folder);
    expect(await sweepTemporaryFolders(hasEnded)).toEqual([]);
    await ages(folder);
    expect(await sweepTemporaryFolders(hasEnded)).toEqual([folder]);
  });
});
