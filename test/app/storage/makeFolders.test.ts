// Folders made on a real disk.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeFolders } from '../../../app/storage/makeFolders.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chainrule-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('several that lack the same folder above them are made at the same time', async () => {
  const names = Array.from({ length: 40 }, (_, i) => `run-${i + 10}`);
  for (const round of names) {
    const made: Promise<void>[] = [];
    // Each begins a little later than the one before it, so that some find the folder that another has just made.
    for (const name of names) {
      made.push(makeFolders(join(folder, round, 'runs', name)));
      await setImmediate();
    }
    await Promise.all(made);
    expect((await readdir(join(folder, round, 'runs'))).sort()).toEqual(names);
  }
});

it('one that is there stays, and a file in its place is refused', async () => {
  await makeFolders(folder);
  await writeFile(join(folder, 'file'), '');
  await expect(makeFolders(join(folder, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
});
