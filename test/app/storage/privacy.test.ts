// The home folder is its owner's alone: what is made, and what an earlier version made for everybody.
import { chmod, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadEngine } from '../../../app/engine/load.ts';
import { makeContentPrivate, makeHomePrivate } from '../../../app/storage/privacy.ts';
import { RunFolder } from '../../../app/storage/runFolder.ts';
import { removeRun } from '../../../app/storage/trash.ts';
import { keepUpload } from '../../../app/storage/uploads.ts';
import { writeWorkspace } from '../../../app/storage/workspaceFile.ts';
import { createBackend } from '../../../app/workspace/backend.ts';
import { exampleRecord } from './exampleRecord.ts';

let folder: string;
let home: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chainrule-'));
  home = join(folder, 'home');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function modes(): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  const entries = await readdir(home, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    found[entry.isDirectory() ? 'folder' : 'file'] ??= '';
    const mode = ((await stat(path)).mode & 0o777).toString(8);
    const kind = entry.isDirectory() ? 'folder' : 'file';
    if (found[kind] !== '' && found[kind] !== mode) throw new Error(`${path} has the mode ${mode}.`);
    found[kind] = mode;
  }
  return found;
}

describe.skipIf(process.platform === 'win32')('the home folder', () => {
  it('is made for its owner alone, with all that is in it', async () => {
    await writeWorkspace(home, { version: 1, dataset: null, spec: null, runId: null, lesson: null });
    await keepUpload(home, 'a.csv', new Uint8Array([1]));
    for (const removed of [false, true]) {
      const run = await RunFolder.create({ home });
      await run.writeRun(exampleRecord(run.id));
      await run.appendHistory([
        { epoch: 1, trainLoss: 1, validationLoss: null, learningRate: null, validationScore: null },
      ]);
      await run.writeBest(new Uint8Array([1]));
      await run.release();
      if (removed) await removeRun(home, run.id);
    }
    expect((await stat(home)).mode & 0o777).toBe(0o700);
    expect(await modes()).toEqual({ folder: '700', file: '600' });
  });

  it('is mended where everybody could use it, which is told once', async () => {
    await mkdir(join(home, 'runs', 'one'), { recursive: true });
    await writeFile(join(home, 'runs', 'one', 'run.json'), '{}');
    await chmod(home, 0o755);
    const said = await makeHomePrivate(home);
    expect(said).toBe(
      `Other users of this computer could use ${home} (its mode was 755); now only you can (700).`,
    );
    expect(await modes()).toEqual({ folder: '700', file: '600' });
    expect(await makeHomePrivate(home)).toBeNull();
  });

  it('is mended without following links', async () => {
    await mkdir(home);
    await writeFile(join(folder, 'mine.csv'), '');
    await chmod(join(folder, 'mine.csv'), 0o644);
    await symlink(join(folder, 'mine.csv'), join(home, 'link'));
    await makeContentPrivate(home);
    expect((await stat(join(folder, 'mine.csv'))).mode & 0o777).toBe(0o644);
  });

  it('is mended when a backend starts', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    await mkdir(home, { mode: 0o755 });
    await chmod(home, 0o755);
    const backend = await createBackend({
      home,
      engine: loadEngine(),
      allowPaths: true,
      restore: true,
    });
    await backend.dispose();
    expect((await stat(home)).mode & 0o777).toBe(0o700);
    expect(said.mock.calls.flat().join()).toContain('now only you can (700)');
    said.mockRestore();
  });
});

it.skipIf(process.platform === 'win32')('a run in a folder of the person follows their umask', async () => {
  const before = process.umask(0o022);
  const run = await RunFolder.create({ out: join(folder, 'out') });
  await run.writeBest(new Uint8Array([1]));
  process.umask(before);
  await run.release();
  expect((await stat(run.file('best'))).mode & 0o777).toBe(0o644);
});
