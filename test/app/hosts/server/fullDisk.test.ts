// A home folder on a full disk: the server says so in one sentence and ends, whether the folder is there already or not.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownHome } from '../../../../app/storage/homeOwner.ts';
import { buildFaultyDisk, type FaultyDisk, noFaultyDisk } from '../../faults/faultyDisk.ts';
import { bundled } from './bundled.ts';

const stub = fileURLToPath(new URL('./homeOwnerBackend.ts', import.meta.url));
let folder: string;
let disk: FaultyDisk;
let scripts: { server: string; backend: string };

describe.skipIf(noFaultyDisk !== null)('a server', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chainrule-full-'));
    const at = (file: string) => new URL(file, import.meta.url);
    disk = await buildFaultyDisk();
    scripts = {
      server: await bundled(at('./servingProcess.ts')),
      backend: await bundled(new URL(`file://${stub}`)),
    };
  });
  afterAll(async () => {
    await disk.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(['a home that is there', 'a new home'])('ends with one sentence on %s', async (kind) => {
    const home = join(folder, kind.replaceAll(' ', '-'));
    if (kind === 'a home that is there') await mkdir(home);
    const child = spawn(process.execPath, [scripts.server, home, scripts.backend], {
      env: { ...process.env, ...disk.environment(home, { kind: 'ENOSPC', at: 1, lasts: 'always' }) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        text += chunk;
      });
    const [code] = await once(child, 'close');
    const [link, ...rest] = text.trim().split('\n');
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:/);
    expect({ code, rest }).toEqual({
      code: 1,
      rest: [
        `There is no space left for Chainrule's folder ${home}: make room on that disk, or name a folder on another one with CHAINRULE_HOME.`,
      ],
    });
  });
});

it('a home that can be made is made for its owner alone', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'chainrule-own-'));
  const facts = { pid: process.pid, kind: null, since: '', page: null };
  const home = join(parent, 'a', 'b');
  const held = await ownHome(home, { facts, takesOver: false, onHandOver: async () => {} });
  for (const made of [home, join(parent, 'a')]) expect((await stat(made)).mode & 0o777).toBe(0o700);
  await held.release();
  await rm(parent, { recursive: true });
});
