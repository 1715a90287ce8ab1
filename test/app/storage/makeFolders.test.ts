// Folders made on a real disk.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeFolders } from '../../../app/storage/makeFolders.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chainrule-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('several that lack the same folder above them are made at the same time', async () => {
  const names = Array.from({ length: 32 }, (_, i) => `run-${i + 10}`);
  await Promise.all(names.map((name) => makeFolders(join(folder, 'a', 'b', name))));
  expect((await readdir(join(folder, 'a', 'b'))).sort()).toEqual(names);
});

it('one that is there stays, and a file in its place is refused', async () => {
  await makeFolders(folder);
  await writeFile(join(folder, 'file'), '');
  await expect(makeFolders(join(folder, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
});
