// Every k-th change of the disk fails once, or all from there on fail as on a full disk, or the process is killed in its place, while it
// trains, resumes, edits, deletes, exports and predicts. Afterwards nothing is torn, what was told as done is there, and every run ends
// with the same weights as without the fault. CHAINRULE_FAULTS=all tries every k, else every tenth from CHAINRULE_FAULTS_SEED (0) on.

import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exhaustive } from '../../exhaustive.ts';
import { example, type Outcome, outcomeOf } from '../hosts/cli/command.ts';
import { programBundle } from '../hosts/cli/programBundle.ts';
import { expectNothingTorn, expectRunsWhole } from './afterwards.ts';
import { buildFaultyDisk, type Fault, type FaultyDisk, noFaultyDisk } from './faultyDisk.ts';
import { copyHome, makeTemplates, type Templates } from './templates.ts';

const all = exhaustive || process.env.CHAINRULE_FAULTS === 'all';
const every = all ? 1 : 10;
const first = all ? 1 : 1 + (Number(process.env.CHAINRULE_FAULTS_SEED ?? 0) % every);
const iris = example('iris.csv');

let disk: FaultyDisk;
let templates: Templates;
let program: string;
let folder: string;
let cases = 0;

interface Told {
  what: 'finished' | 'unsaved' | 'named' | 'removed' | 'restored' | 'refused' | 'ended';
  value: { id?: string; code?: string; fingerprint?: string } & string;
}

describe.skipIf(noFaultyDisk !== null)(
  'with a fault at every change of the disk',
  { timeout: 900_000 },
  () => {
    beforeAll(async () => {
      // A copied home is private, as the original is: otherwise every start mends its modes and says so.
      process.umask(0o077);
      folder = await mkdtemp(join(tmpdir(), 'chainrule-everyChange-'));
      [disk, templates, program] = await Promise.all([
        buildFaultyDisk(),
        makeTemplates(),
        programBundle({ main: 'app/hosts/cli/main.ts', work: 'test/app/faults/work.ts' }),
      ]);
    }, 300_000);
    afterAll(async () => {
      await templates?.close();
      await disk?.close();
      for (const made of [folder, program]) if (made) await rm(made, { recursive: true, force: true });
    });

    /** Runs a script of the program below the new folder `under`, whose changes are counted and fail. */
    function run(script: string, args: string[], under: string, fault: Fault): Promise<Outcome> {
      const env = {
        ...process.env,
        CHAINRULE_HOME: join(under, 'home'),
        ...disk.environment(under, fault),
      };
      return outcomeOf(
        spawn(process.execPath, [join(program, `${script}.mjs`), ...args], {
          env,
          stdio: ['ignore', 'pipe', 'pipe'],
        }),
      );
    }

    const kinds: Omit<Fault, 'at'>[] = [
      { kind: 'EIO' },
      { kind: 'ENOSPC', lasts: 'always' },
      { kind: 'kill' },
    ];

    /** Tries `once` undisturbed for the number of changes, then with each fault at each k. */
    async function atEach(kind: Omit<Fault, 'at'>, once: (fault: Fault, under: string) => Promise<void>) {
      const attempt = async (fault: Fault) => {
        const under = join(folder, String(++cases));
        await mkdir(under);
        try {
          await once(fault, under);
        } catch (error) {
          const changes = await disk.changes(under);
          const where = `at change ${fault.at} of ${changes.length}: ${changes[fault.at - 1]}`;
          throw new Error(`${fault.kind} ${where}`, { cause: error });
        }
        const { length } = await disk.changes(under);
        await rm(under, { recursive: true, force: true });
        return length;
      };
      const changes = await attempt({ ...kind, at: 0 });
      expect(changes).toBeGreaterThan(0);
      let at = first - every;
      const next = () => {
        at += every;
        return at <= changes ? at : null;
      };
      // Two at a time: half of each case is a process of its own.
      const inTurn = async () => {
        for (let mine = next(); mine !== null; mine = next()) await attempt({ ...kind, at: mine });
      };
      await Promise.all([inTurn(), inTurn()]);
    }

    const toldBy = ({ stdout }: Outcome): Told[] =>
      stdout
        .split('\n')
        .filter((line) => line.startsWith('{"what"'))
        .map((line) => JSON.parse(line));

    /** A process that was not killed ends by itself and never shows what it looks like inside. */
    function expectGoodEnd({ code, stderr }: Outcome, fault: Fault) {
      if (fault.kind === 'kill' && code === null) return;
      expect(stderr).not.toMatch(/\n {4}at |A bug of Chainrule/);
      expect([0, 1]).toContain(code);
    }

    const onPage: [string, 'empty' | 'ended' | 'interrupted'][] = [
      ['train', 'empty'],
      ['resume', 'interrupted'],
      ['settings', 'ended'],
      ['delete', 'ended'],
    ];
    describe.each(kinds)('$kind', (kind) => {
      it.each(onPage)('on the page: %s', async (stage, template) => {
        await atEach(kind, async (fault, under) => {
          const home = join(under, 'home');
          if (template !== 'empty') await copyHome(templates[template], home);
          const outcome = await run('work', [stage, home, iris], under, fault);
          expectGoodEnd(outcome, fault);
          const told = toldBy(outcome);
          for (const { what, value } of told)
            if (what === 'refused') expect(value.code).toMatch(/^(disk_|run_not_|folder_in_use|looks_on)/);
          await expectNothingTorn(home).catch((error) => {
            // An empty home was not even made.
            if (template !== 'empty' || error.code !== 'ENOENT') throw error;
          });
          const finished = told.filter(({ what }) => what === 'finished').map(({ value }) => value.id!);
          const ids = await expectRunsWhole(home, templates.fingerprint, finished);
          if (stage === 'resume') expect(ids).toHaveLength(1);
          if (stage === 'settings') expect(ids).toHaveLength(1);
          if (stage === 'delete') expectDeleted(ids, told);
        });
      });

      it('in the terminal: train', async () => {
        await atEach(kind, async (fault, under) => {
          const out = join(under, 'run');
          const args = [
            'train',
            iris,
            '--target',
            'species',
            '--epochs',
            '6',
            '--patience',
            '0',
            '--seed',
            '1',
          ];
          const outcome = await run(
            'main',
            [...args, '--threads', '1', '--out', out, '--json'],
            under,
            fault,
          );
          expectGoodEnd(outcome, fault);
          await expectNothingTorn(under);
          const record = await readFile(join(out, 'run.json'), 'utf8').then(JSON.parse, () => null);
          if (outcome.code === 0) expect(record).toMatchObject({ state: 'finished' });
          if (record?.state === 'finished')
            expect(record).toMatchObject({
              metrics: { test: {} },
              fingerprint: templates.fingerprint,
            });
        });
      });

      it.each([
        ['export', (out: string) => ['export', join(templates.ended, 'model'), '--out', out]],
        ['predict', (out: string) => ['predict', join(templates.ended, 'model'), iris, '--out', out]],
      ])('in the terminal: %s', async (_, argumentsFor) => {
        const [model] = await runsOf(templates.ended);
        const args = (out: string) =>
          argumentsFor(out).map((arg) =>
            arg.endsWith('model') ? join(templates.ended, 'runs', model!) : arg,
          );
        let whole = '';
        await atEach(kind, async (fault, under) => {
          const out = join(under, 'written');
          await writeFile(out, 'before');
          const outcome = await run('main', args(out), under, fault);
          expectGoodEnd(outcome, fault);
          const text = await readFile(out, 'latin1');
          if (fault.at === 0) whole = text;
          expect([whole, 'before']).toContain(text);
          if (outcome.code === 0) expect(text).toBe(whole);
        });
      });
    });

    function expectDeleted(ids: string[], told: Told[]) {
      const done = new Set(told.map(({ what }) => what));
      // Between being told as removed and as restored, both are right.
      if (done.has('restored') || !done.has('named')) expect(ids).toHaveLength(1);
    }
  },
);

async function runsOf(home: string): Promise<string[]> {
  return readdir(join(home, 'runs'));
}
