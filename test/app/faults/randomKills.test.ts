// The process is killed at a random moment while it trains with pauses, or goes on with an interrupted run: whatever it left, a new one
// ends with the same weights. CHAINRULE_KILLS=200 says how many kills (8), CHAINRULE_KILLS_SEED=1 which moments and which training.
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ofAll } from '../../exhaustive.ts';
import { randomNumbers } from '../contract/randomValue.ts';
import { example } from '../hosts/cli/command.ts';
import { programBundle } from '../hosts/cli/programBundle.ts';
import { expectNothingTorn } from './afterwards.ts';
import { inLanes, Lane, laneCount } from './lanes.ts';
import type { Stage } from './stages.ts';
import { copyHome, makeTemplates, type Templates } from './templates.ts';

const kills = Number(process.env.CHAINRULE_KILLS ?? ofAll(8, 200));
const seed = Number(process.env.CHAINRULE_KILLS_SEED ?? 1);
/** About a second. */
const training = { epochs: 2_000, seed };

let templates: Templates;
let program: string;
let folder: string;
let lanes: Lane[] = [];

describe('killed at a random moment', { timeout: 3_600_000 }, () => {
  beforeAll(async () => {
    process.umask(0o077);
    folder = await mkdtemp(join(tmpdir(), 'chainrule-randomKills-'));
    [templates, program] = await Promise.all([
      makeTemplates(training),
      programBundle({ caseProcess: 'test/app/faults/caseProcess.ts' }),
    ]);
    lanes = Array.from({ length: laneCount }, () => new Lane(join(program, 'caseProcess.mjs')));
  }, 300_000);
  afterAll(async () => {
    for (const lane of lanes) lane.close();
    await templates?.close();
    for (const made of [folder, program]) if (made) await rm(made, { recursive: true, force: true });
  });

  it.each<[Stage, 'empty' | 'interrupted']>([
    ['trainInSteps', 'empty'],
    ['resume', 'interrupted'],
  ])('%s ends with the same weights', async (stage, template) => {
    const random = randomNumbers(seed);
    const before = template === 'empty' ? [] : await readdir(join(templates.interrupted, 'runs'));
    const given = { table: example('iris.csv'), run: '', ...training };
    const attempt = async (name: string, lane: Lane, killAfter?: number) => {
      const home = join(folder, `${stage}-${name}`, 'home');
      await mkdir(join(home, '..'));
      if (template !== 'empty') await copyHome(templates[template], home);
      const { died, told, stderr } = await lane.suffer({ order: 'stage', stage, home, given }, killAfter);
      expect(stderr).not.toMatch(/\n {4}at |A bug of Chainrule/);
      expect([null, 'SIGKILL']).toContain(died);
      await expectNothingTorn(home).catch((error) => {
        if (template !== 'empty' || error.code !== 'ENOENT') throw error;
      });
      const finished = told.filter(({ what }) => what === 'finished').map(({ value }) => value.id!);
      const promised = { fingerprint: templates.fingerprint, finished, before };
      await lane.check({ order: 'check', home, promised });
      await rm(join(home, '..'), { recursive: true, force: true });
      return died !== null;
    };
    await attempt('first', lanes[0]!);
    const begun = performance.now();
    await attempt('timed', lanes[0]!);
    // With the check: some cases end before they are killed.
    const most = performance.now() - begun;
    const moments = Array.from({ length: kills / 2 }, (_, index) => ({ index, after: random() * most }));
    let killed = 0;
    await inLanes(lanes, moments, async ({ index, after }, lane) => {
      const where = `killed after ${after.toFixed(1)} ms`;
      const died = await attempt(String(index), lane, after).catch((error: unknown) => {
        throw new Error(where, { cause: error });
      });
      if (died) killed++;
    });
    console.log(`${stage}: ${killed} of ${moments.length} were killed before their end.`);
    expect(killed).toBeGreaterThan(0);
  });
});
