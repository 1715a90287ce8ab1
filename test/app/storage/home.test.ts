import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { homeFolder } from '../../../app/storage/home.ts';
import { removeOldUploads } from '../../../app/storage/oldUploads.ts';
import { RunFolder } from '../../../app/storage/runFolder.ts';
import { emptyTrash, removeRun } from '../../../app/storage/trash.ts';
import { newestUpload, newUpload, safeName, uploadPath } from '../../../app/storage/uploads.ts';
import { readWorkspace, writeWorkspace } from '../../../app/storage/workspaceFile.ts';
import { exampleModel } from '../export/exampleModel.ts';
import { exampleRecord } from './exampleRecord.ts';

let home: string;
beforeEach(async () => {
  home = await fs.mkdtemp(path.join(os.tmpdir(), 'chainrule-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await fs.rm(home, { recursive: true, force: true });
});

describe('the home folder', () => {
  it("is CHAINRULE_HOME, else the platform's data folder", () => {
    vi.stubEnv('CHAINRULE_HOME', 'some/where');
    expect(homeFolder()).toBe(path.resolve('some/where'));
    vi.stubEnv('CHAINRULE_HOME', '');
    expect(path.isAbsolute(homeFolder())).toBe(true);
    expect(path.normalize(homeFolder())).toContain('chainrule');
  });
});

describe('the workspace file', () => {
  const saved = () => ({
    version: 1 as const,
    dataset: {
      file: { kind: 'path' as const, path: '/data/한국.csv' },
      fileName: '한국.csv',
      bytes: 3,
      modified: 1_700_000_000_000,
      hash: 'ff',
      reading: {},
      files: [],
    },
    spec: exampleModel().spec,
    runId: 'r',
    lesson: null,
  });

  it('comes back as it was written, in a home that was not there yet', async () => {
    const folder = path.join(home, 'new');
    expect(await readWorkspace(folder)).toBeNull();
    await writeWorkspace(folder, saved());
    expect(await readWorkspace(folder)).toEqual(saved());
    expect(await fs.readdir(folder)).toEqual(['workspace.json']);
  });

  it('that was damaged is put aside under a name of its own each time', async () => {
    for (const text of ['{', '{"version":1}']) {
      await fs.writeFile(path.join(home, 'workspace.json'), text);
      expect(await readWorkspace(home)).toBeNull();
    }
    expect((await fs.readdir(home)).sort()).toEqual(['workspace.json.damaged', 'workspace.json.damaged.2']);
  });
});

describe('uploads', () => {
  it.each([
    ['iris.csv', 'iris.csv'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\tables\\a b.csv', 'a b.csv'],
    ['a\u0000b\n<c>.csv', 'a_b__c_.csv'],
    ['..', '_'],
    ['.hidden', '_hidden'],
    ['', 'table.csv'],
    ['con.csv', '_con.csv'],
    ['dots... ', 'dots'],
    ['한국어 표.csv', '한국어 표.csv'],
  ])('are kept under a safe name: %j', (given, kept) => {
    expect(safeName(given)).toBe(kept);
  });

  it('keep their ending when a long name is cut', () => {
    const name = safeName(`${'한'.repeat(300)}.csv`);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
    expect(name.endsWith('한.csv')).toBe(true);
  });

  it('are found by their id, and by nothing else', async () => {
    const { id, path: file } = await newUpload(home, 'a.csv');
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    await expect(uploadPath(home, id)).rejects.toMatchObject({ code: 'file_not_found' });
    await fs.writeFile(file, 'x\n1\n');
    expect(await uploadPath(home, id)).toBe(file);
    await expect(uploadPath(home, '../runs')).rejects.toMatchObject({ code: 'file_not_found' });
  });

  it('are found by their name, the newest first', async () => {
    expect(await newestUpload(home, 'a.csv')).toBeNull();
    const older = await newUpload(home, 'a.csv');
    const newer = await newUpload(home, 'a.csv');
    for (const { path: file } of [older, newer]) await fs.writeFile(file, 'x');
    await fs.utimes(older.path, 1, 1);
    expect(await newestUpload(home, 'a.csv')).toMatchObject(newer);
    expect(await newestUpload(home, 'b.csv')).toBeNull();
  });

  it('that are old go, unless the workspace or a run refers to them', async () => {
    const [open, trained, unused, young] = await Promise.all(
      ['open.csv', 'trained.csv', 'unused.csv', 'young.csv'].map((name) => newUpload(home, name)),
    );
    const weekAgo = new Date(Date.now() - 8 * 24 * 3_600_000);
    for (const upload of [open, trained, unused, young]) {
      await fs.writeFile(upload!.path, 'x');
      if (upload !== young) await fs.utimes(path.dirname(upload!.path), weekAgo, weekAgo);
    }
    const dataset = {
      file: { kind: 'upload' as const, id: open!.id },
      fileName: '',
      bytes: 1,
      modified: null,
      hash: '',
      reading: {},
      files: [],
    };
    await writeWorkspace(home, { version: 1, dataset, spec: null, runId: null, lesson: null });
    const run = await RunFolder.create({ home });
    await run.writeRun(exampleRecord(run.id, { file: { kind: 'upload', id: trained!.id } }));
    expect(await removeOldUploads(home)).toEqual([unused!.id]);
    expect((await fs.readdir(path.join(home, 'uploads'))).sort()).toEqual(
      [open!.id, trained!.id, young!.id].sort(),
    );
  });
});

describe('the trash', () => {
  it('keeps a deleted run for a week, then forgets it', async () => {
    const run = await RunFolder.create({ home });
    await run.writeRun(exampleRecord(run.id));
    await run.release();
    await removeRun(home, run.id);
    const week = 7 * 24 * 3_600_000;
    await emptyTrash(home, Date.now() + week - 60_000);
    expect(await fs.readdir(path.join(home, 'trash'))).toHaveLength(1);
    await emptyTrash(home, Date.now() + week + 60_000);
    expect(await fs.readdir(path.join(home, 'trash'))).toEqual([]);
  });
});
