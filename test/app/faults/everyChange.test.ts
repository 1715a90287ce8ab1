// Every k-th change of the disk fails once, or all from there on fail as on a full disk, or the process is killed in its place, while it
// trains, resumes, edits, deletes, clears, imports, exports and predicts. Afterwards nothing is torn, what was told as done is there, and
// every run ends with the same weights as without the fault. CHAINRULE_FAULTS=all tries every k, else every tenth from
// CHAINRULE_FAULTS_SEED (0) on.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exhaustive } from '../../exhaustive.ts';
import { example, outcomeOf } from '../hosts/cli/command.ts';
import { programBundle } from '../hosts/cli/programBundle.ts';
import { expectNothingTorn } from './afterwards.ts';
import {
  buildFaultyDisk,
  changesOf,
  type Fault,
  type FaultyDisk,
  noFaultyDisk,
  planOf,
} from './faultyDisk.ts';
import { inLanes, Lane, laneCount } from './lanes.ts';
import type { Stage, Told } from './stages.ts';
import { copyHome, makeTemplates, type Templates } from './templates.ts';

const all = exhaustive || process.env.CHAINRULE_FAULTS === 'all';
const every = all ? 1 : 10;
const first = all ? 1 : 1 + (Number(process.env.CHAINRULE_FAULTS_SEED ?? 0) % every);
const iris = example('iris.csv');
const training = { epochs: 6, seed: 1 };

let disk: FaultyDisk;
let templates: Templates;
let program: string;
let folder: string;
/** The name of the one run in the templates, which is its id. */
let runName: string;
let endedRun: string;
let lanes: Lane[] = [];
let cases = 0;

const kinds: Omit<Fault, 'at'>[] = [{ kind: 'EIO' }, { kind: 'ENOSPC', lasts: 'always' }, { kind: 'kill' }];

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
        makeTemplates(training),
        programBundle({ main: 'app/hosts/cli/main.ts', caseProcess: 'test/app/faults/caseProcess.ts' }),
      ]);
      [runName = ''] = await readdir(join(templates.ended, 'runs'));
      endedRun = join(templates.ended, 'runs', runName);
      const script = join(program, 'caseProcess.mjs');
      lanes = Array.from({ length: laneCount }, () => new Lane(script, disk.environment()));
    }, 300_000);
    afterAll(async () => {
      for (const lane of lanes) lane.close();
      await templates?.close();
      await disk?.close();
      for (const made of [folder, program]) if (made) await rm(made, { recursive: true, force: true });
    });

    /** Tries `once` undisturbed for the number of changes, then with a fault at each k. */
    async function atEach(
      kind: Omit<Fault, 'at'>,
      once: (fault: Fault, under: string, lane: Lane) => Promise<void>,
    ) {
      const attempt = async (fault: Fault, lane: Lane) => {
        const under = join(folder, String(++cases));
        await mkdir(under);
        try {
          await once(fault, under, lane);
        } catch (error) {
          const changes = await changesOf(under);
          const where = `at change ${fault.at} of ${changes.length}: ${changes[fault.at - 1]}`;
          throw new Error(`${fault.kind} ${where}`, { cause: error });
        }
        await rm(under, { recursive: true, force: true });
        return (await changesOf(under)).length;
      };
      const changes = await attempt({ ...kind, at: 0 }, lanes[0]!);
      expect(changes).toBeGreaterThan(0);
      const ks: number[] = [];
      for (let k = first; k <= changes; k += every) ks.push(k);
      await inLanes(lanes, ks, async (at, lane) => {
        await attempt({ ...kind, at }, lane);
      });
    }

    /** A process that was not killed goes on, or ends by itself, and never shows what it looks like inside. */
    function expectGoodEnd(died: number | string | null, stderr: string, fault: Fault, ends: unknown[]) {
      if (fault.kind === 'kill' && fault.at > 0 && died === 'SIGKILL') return;
      expect(stderr).not.toMatch(/\n {4}at |A bug of Chainrule/);
      expect(ends).toContain(died);
    }

    const onPage: [Stage, 'empty' | 'ended' | 'interrupted'][] = [
      ['train', 'empty'],
      ['resume', 'interrupted'],
      ['settings', 'ended'],
      ['delete', 'ended'],
      ['clear', 'ended'],
      ['import', 'empty'],
    ];
    describe.each(kinds)('$kind', (kind) => {
      it.each(onPage)('on the page: %s', async (stage, template) => {
        await atEach(kind, async (fault, under, lane) => {
          const home = join(under, 'home');
          if (template !== 'empty') await copyHome(templates[template], home);
          const { told, stderr, died } = await lane.suffer({
            order: 'stage',
            stage,
            home,
            given: { table: iris, run: endedRun, ...training },
            plan: planOf(under, fault),
          });
          expectGoodEnd(died, stderr, fault, [null]);
          for (const { what, value } of told)
            if (what === 'refused') expect(value.code).toMatch(/^(disk_|run_not_|folder_in_use|looks_on)/);
          await expectNothingTorn(home).catch((error) => {
            // An empty home was not even made.
            if (template !== 'empty' || error.code !== 'ENOENT') throw error;
          });
          const promised = {
            fingerprint: templates.fingerprint,
            finished: idsOf(told, 'finished', 'imported'),
            before: template === 'empty' ? [] : [runName],
          };
          const ids = await lane.check({ order: 'check', home, promised });
          if (template !== 'empty' && !mayBeDeleted(stage, told)) expect(ids).toEqual([runName]);
          if (fault.at === 0) expect(ids).toHaveLength(1);
        });
      });

      const options = ['--target', 'species', '--epochs', '6', '--patience', '0', '--seed', '1'];
      it.each<[string, (out: string) => string[], (out: string) => Promise<void>]>([
        ['train', (out) => ['train', iris, ...options, '--threads', '1', '--out', out], async () => {}],
        ['resume', (out) => ['resume', out, '--threads', '1'], copyInterrupted],
      ])('in the terminal: %s', async (_, argumentsFor, prepare) => {
        await atEach(kind, async (fault, under, lane) => {
          const out = join(under, 'run');
          await prepare(out);
          const { code, stderr } = await inTerminal([...argumentsFor(out), '--json'], under, fault, lane);
          expectGoodEnd(code, stderr, fault, [0, 1]);
          await expectNothingTorn(under);
          const record = await readFile(join(out, 'run.json'), 'utf8').then(JSON.parse, () => null);
          if (fault.at === 0) expect(code).toBe(0);
          if (code === 0) expect(record).toMatchObject({ state: 'finished' });
          if (record?.state === 'finished')
            expect(record).toMatchObject({ metrics: { test: {} }, fingerprint: templates.fingerprint });
        });
      });

      it.each<[string, (out: string) => string[]]>([
        ['export', (out) => ['export', endedRun, '--out', out, '--force']],
        ['predict', (out) => ['predict', endedRun, iris, '--out', out, '--force']],
      ])('in the terminal: %s', async (_, argumentsFor) => {
        let whole = '';
        await atEach(kind, async (fault, under, lane) => {
          const out = join(under, 'written');
          await writeFile(out, 'before');
          const { code, stderr } = await inTerminal(argumentsFor(out), under, fault, lane);
          expectGoodEnd(code, stderr, fault, [0, 1]);
          const text = await readFile(out, 'latin1');
          if (fault.at === 0) {
            expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
            whole = text;
          }
          expect([whole, 'before']).toContain(text);
          if (code === 0) expect(text).toBe(whole);
        });
      });
    });
  },
);

/** A verb whose changes below `under` are counted and fail. One that is killed is a process of its own. */
async function inTerminal(
  args: string[],
  under: string,
  fault: Fault,
  lane: Lane,
): Promise<{ code: number | string | null; stderr: string }> {
  const home = join(under, 'home');
  if (fault.kind !== 'kill') {
    const order = { order: 'verb' as const, args, home, plan: planOf(under, fault) };
    const { died, told, stderr } = await lane.suffer(order);
    return { code: died ?? (told.at(-1)?.value as unknown as number), stderr };
  }
  const child = spawn(process.execPath, [join(program, 'main.mjs'), ...args], {
    env: { ...process.env, CHAINRULE_HOME: home, ...disk.environment(under, fault) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { code, stderr } = await outcomeOf(child);
  return { code: code ?? child.signalCode, stderr };
}

const copyInterrupted = (out: string): Promise<void> =>
  copyHome(join(templates.interrupted, 'runs', runName), out);

/** Ids of runs that were told as one of these. */
const idsOf = (told: Told[], ...whats: Told['what'][]): string[] =>
  told.filter(({ what }) => whats.includes(what)).map(({ value }) => value.id ?? value);

/** Whether the one run of the home may be in the trash: from its deletion, which is told afterwards, until it is told as restored. */
const mayBeDeleted = (stage: Stage, told: Told[]): boolean =>
  idsOf(told, 'restored').length === 0 && (stage === 'clear' || idsOf(told, 'named').length > 0);
