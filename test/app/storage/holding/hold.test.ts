// Who holds a folder: between real processes that come together, are killed and are frozen.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Held, hold, holderOf, requestHandOver } from '../../../../app/storage/holding/hold.ts';
import { placesOf } from '../../../../app/storage/holding/places.ts';
import { exhaustive, patient } from '../../../exhaustive.ts';
import { bundled } from '../../hosts/server/bundled.ts';

const posix = process.platform !== 'win32';
const me = { pid: process.pid, kind: 'terminal' as const, since: new Date().toISOString(), page: null };
let folder: string;
let script: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  script = await bundled(new URL('./taker.ts', import.meta.url));
});
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'chainrule-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) await end(child, 'SIGKILL');
  await fs.rm(folder, { recursive: true, force: true });
});

function taker(longest: 'keeps' | '4'): ChildProcess {
  const child = spawn(process.execPath, [script, folder, longest], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}

/** Resolves with the first line; the process goes on. */
const firstWord = async (child: ChildProcess) =>
  String((await once(child.stdout!, 'data'))[0]).split('\n')[0];

const taken = async () => {
  const outcome = await hold(folder, me);
  if (outcome instanceof Held) return outcome;
  throw new Error(`held by ${outcome.facts?.pid}`);
};

const locks = async (place: string) => (await fs.readdir(place)).filter((name) => name.startsWith('lock'));

describe('a folder that is held', () => {
  it('is refused to everyone else, who is told by whom', async () => {
    const facts = { ...me, page: 'http://127.0.0.1:1/?token=a' };
    const held = await hold(folder, facts);
    expect(held).toBeInstanceOf(Held);
    expect(await hold(folder, me)).toMatchObject({ facts });
    expect(await holderOf(folder)).toMatchObject({ facts });
    await (held as Held).release();
    expect(await holderOf(folder)).toBeNull();
    expect(await locks(folder)).toEqual([]);
  });

  it('is refused whatever the clock says and whatever files lie there', async () => {
    const held = await taken();
    const longAgo = new Date(0);
    for (const name of await locks(folder)) await fs.utimes(path.join(folder, name), longAgo, longAgo);
    await fs.utimes(folder, longAgo, longAgo);
    await fs.writeFile(path.join(folder, 'lock'), '{"pid":1,"host":"elsewhere"}');
    expect(await hold(folder, me)).toMatchObject({ facts: { pid: process.pid } });
    await held.release();
  });

  it('is free as soon as its process was killed', async () => {
    const child = taker('keeps');
    expect(await firstWord(child)).toBe('took');
    await end(child, 'SIGKILL');
    const held = await taken();
    expect(await locks(folder)).toHaveLength(1);
    await held.release();
  });

  it.runIf(process.platform !== 'win32')(
    'stays held by a process that is stopped and does not answer',
    async () => {
      const child = taker('keeps');
      await firstWord(child);
      child.kill('SIGSTOP');
      expect(await hold(folder, me)).toMatchObject({ facts: null });
      child.kill('SIGCONT');
    },
  );

  it.runIf(posix)('is the same through a link', async () => {
    const link = `${folder}-link`;
    await fs.symlink(folder, link);
    const held = await taken();
    expect(await hold(link, me)).toMatchObject({ facts: { pid: process.pid } });
    await held.release();
    await fs.rm(link);
  });

  it.runIf(posix)('with a path too long for a socket is held just so, also through a link', async () => {
    const long = path.join(folder, 'a'.repeat(120));
    await fs.mkdir(long);
    const link = path.join(folder, 'b'.repeat(120));
    await fs.symlink(long, link);
    const held = await hold(long, me);
    expect(held).toBeInstanceOf(Held);
    expect(await hold(link, me)).toMatchObject({ facts: { pid: process.pid } });
    expect(await fs.readdir(long)).toEqual([]);
    const [shared = ''] = await placesOf(long);
    expect((await fs.stat(path.dirname(shared))).mode & 0o077).toBe(0);
    await (held as Held).release();
    await expect(fs.stat(shared)).rejects.toThrow('ENOENT');
  });
});

describe('a holder that is asked to hand over', () => {
  it('saves what it has, and the folder is free', async () => {
    const done: string[] = [];
    const held = await hold(folder, me, async () => void done.push('saved'));
    expect(held).toBeInstanceOf(Held);
    expect(await Promise.all([requestHandOver(folder, me), requestHandOver(folder, me)])).toEqual([
      { handedOver: true, reason: '' },
      { handedOver: true, reason: '' },
    ]);
    expect(done).toEqual(['saved']);
    await (await taken()).release();
  });

  it('refuses with the reason where it cannot, and keeps the folder', async () => {
    const held = await hold(folder, me, () => Promise.reject(new Error('The disk is full.')));
    expect(await requestHandOver(folder, me)).toEqual({ handedOver: false, reason: 'The disk is full.' });
    expect(await holderOf(folder)).not.toBeNull();
    await (held as Held).release();
  });

  it('that died meanwhile has nothing to hand over', async () => {
    expect(await requestHandOver(folder, me)).toEqual({ handedOver: true, reason: '' });
  });
});

it(
  'never do two processes hold a folder, however many come at once and whenever they are killed',
  async () => {
    const wanted = exhaustive ? 5_000 : 300;
    let [takes, kills] = [0, 0];
    const violations: string[] = [];
    const start = () => {
      const child = taker('4');
      child.stdout!.setEncoding('utf8').on('data', (text: string) => {
        for (const line of text.split('\n')) {
          if (line === 'took') takes++;
          if (line === 'two held') violations.push(line);
        }
      });
      return child;
    };
    const crowd = Array.from({ length: 5 }, start);
    for (let before = 0; takes < wanted; ) {
      await once(crowd[0]!.stdout!, 'data');
      if (takes < before + 25) continue;
      before = takes;
      const victim = crowd.splice(Math.floor(Math.random() * crowd.length), 1)[0]!;
      await end(victim, 'SIGKILL');
      kills++;
      crowd.push(start());
    }
    expect(violations).toEqual([]);
    expect(kills).toBeGreaterThan(5);
    for (const child of crowd) await end(child, 'SIGKILL');
    await (await taken()).release();
    // One that was killed between listening and getting its name leaves a file that goes after a minute.
    expect((await locks(folder)).filter((name) => !name.endsWith('.new'))).toEqual([]);
  },
  patient,
);
