// A home on a real disk of 2 MB, on which more or less room is left while a person trains, resumes, edits, deletes, clears and imports:
// what cannot be written is told in a sentence, and with room again everything is there and goes on. Only root may mount such a disk.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ofAll } from '../../exhaustive.ts';
import { example } from '../hosts/cli/command.ts';
import { programBundle } from '../hosts/cli/programBundle.ts';
import { expectNothingTorn } from './afterwards.ts';
import { Lane } from './lanes.ts';
import type { Stage } from './stages.ts';
import { copyHome, makeTemplates, type Templates } from './templates.ts';

const training = { epochs: 6, seed: 1 };
const kib = 1_024;
/** Bytes that are left when the stage begins. */
const rooms = ofAll([0, 8, 40], [0, 4, 8, 12, 16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 128, 256, 1_024]);

let templates: Templates;
let program: string;
let small: string;
let lane: Lane;
let mounted = false;

describe('on a home of 2 MB', { timeout: 900_000 }, () => {
  beforeAll(async () => {
    process.umask(0o077);
    small = await mkdtemp(join(tmpdir(), 'chainrule-smallHome-'));
    mounted = await promisify(execFile)('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', small]).then(
      () => true,
      () => false,
    );
    if (!mounted) return;
    [templates, program] = await Promise.all([
      makeTemplates(training),
      programBundle({ caseProcess: 'test/app/faults/caseProcess.ts' }),
    ]);
    lane = new Lane(join(program, 'caseProcess.mjs'));
  }, 300_000);
  afterAll(async () => {
    lane?.close();
    await templates?.close();
    if (mounted) await promisify(execFile)('umount', [small]);
    for (const made of [small, program]) if (made) await rm(made, { recursive: true, force: true });
  });

  it.for<[Stage, 'empty' | 'ended' | 'interrupted']>([
    ['train', 'empty'],
    ['resume', 'interrupted'],
    ['settings', 'ended'],
    ['delete', 'ended'],
    ['clear', 'ended'],
    ['import', 'empty'],
  ])('%s', async ([stage, template], context) => {
    context.skip(!mounted, 'only root may mount a small disk');
    const [runName = ''] = await readdir(join(templates.ended, 'runs'));
    const run = join(templates.ended, 'runs', runName);
    for (const room of rooms) {
      const home = join(small, 'home');
      const filler = join(small, 'filler');
      await mkdir(home);
      if (template !== 'empty') await copyHome(templates[template], home);
      const { bavail, bsize } = await statfs(small);
      await writeFile(filler, new Uint8Array(Math.max(0, bavail * bsize - room * kib)));
      const given = { table: example('iris.csv'), run, ...training };
      const { died, told, stderr } = await lane.suffer({ order: 'stage', stage, home, given });
      const where = `with ${room} KiB left: ${JSON.stringify(told)} ${stderr}`;
      expect(died, where).toBeNull();
      expect(stderr, where).not.toMatch(/\n {4}at |A bug of Chainrule/);
      for (const { what, value } of told)
        if (what === 'refused') expect(value.code, where).toMatch(/^(disk_|run_not_)/);
      await expectNothingTorn(home);
      await rm(filler);
      const finished = told
        .filter(({ what }) => what === 'finished' || what === 'imported')
        .map(({ value }) => value.id ?? value);
      const before = template === 'empty' ? [] : [runName];
      await lane.check({
        order: 'check',
        home,
        promised: { fingerprint: templates.fingerprint, finished, before },
      });
      await rm(home, { recursive: true, force: true });
    }
  });
});
