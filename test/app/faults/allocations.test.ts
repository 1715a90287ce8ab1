// Each place in the engine that asks for memory is refused once, at its first and at its last time, while a person trains, goes on with a
// run and predicts: that is told in a sentence or does no harm; the process lives, and what is on disk is whole. CHAINRULE_FAULTS=all tries
// all places, else every fourth.
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exhaustive } from '../../exhaustive.ts';
import { example } from '../hosts/cli/command.ts';
import { programBundle } from '../hosts/cli/programBundle.ts';
import { buildFaultyDisk, changesOf, type FaultyDisk, noFaultyDisk, planOf } from './faultyDisk.ts';
import { inLanes, Lane, laneCount } from './lanes.ts';
import type { Stage } from './stages.ts';
import { copyHome, makeTemplates, type Templates } from './templates.ts';

const every = exhaustive || process.env.CHAINRULE_FAULTS === 'all' ? 1 : 4;

const training = { epochs: 6, seed: 1 };

let disk: FaultyDisk;
let templates: Templates;
let program: string;
let folder: string;
let runName: string;
let lanes: Lane[] = [];
let cases = 0;

describe.skipIf(noFaultyDisk !== null)('without memory for the engine', { timeout: 900_000 }, () => {
  beforeAll(async () => {
    process.umask(0o077);
    folder = await mkdtemp(join(tmpdir(), 'chainrule-allocations-'));
    [disk, templates, program] = await Promise.all([
      buildFaultyDisk(),
      makeTemplates(training),
      programBundle({ caseProcess: 'test/app/faults/caseProcess.ts' }),
    ]);
    [runName = ''] = await readdir(join(templates.ended, 'runs'));
    const script = join(program, 'caseProcess.mjs');
    lanes = Array.from({ length: laneCount }, () => new Lane(script, disk.environment()));
  }, 300_000);
  afterAll(async () => {
    for (const lane of lanes) lane.close();
    await templates?.close();
    await disk?.close();
    for (const made of [folder, program]) if (made) await rm(made, { recursive: true, force: true });
  });

  /** Returns the places that asked for memory, in order. */
  async function attempt(
    stage: Stage,
    template: keyof Templates & ('empty' | 'ended' | 'interrupted'),
    at: number,
    lane: Lane,
  ) {
    const under = join(folder, String(++cases));
    const home = join(under, 'home');
    await mkdir(under);
    if (template !== 'empty') await copyHome(templates[template], home);
    const plan = planOf(under, { kind: 'memory', at });
    const given = { table: example('iris.csv'), run: join(templates.ended, 'runs', runName), ...training };
    const { died, told, stderr } = await lane.suffer({ order: 'stage', stage, home, given, plan });
    const asked = await changesOf(under);
    const place = `at ${at} of ${asked.length}: ${asked[at - 1]}\n${stderr}`;
    expect(died, place).toBeNull();
    expect(stderr, place).not.toMatch(/\n {4}at |A bug of Chainrule/);
    for (const { what, value } of told)
      if (what === 'refused') expect(value.code, place).toBe('out_of_memory');
    const finished = told.filter(({ what }) => what === 'finished').map(({ value }) => value.id!);
    const before = template === 'empty' ? [] : [runName];
    await lane.check({
      order: 'check',
      home,
      promised: { fingerprint: templates.fingerprint, finished, before },
    });
    await rm(under, { recursive: true, force: true });
    return asked;
  }

  it.each<[Stage, 'empty' | 'ended' | 'interrupted']>([
    ['train', 'empty'],
    ['resume', 'interrupted'],
    ['predict', 'ended'],
  ])('%s', async (stage, template) => {
    const asked = await attempt(stage, template, 0, lanes[0]!);
    expect(asked.length).toBeGreaterThan(10);
    const chosen = [...new Set(asked)].flatMap((place) => [
      asked.indexOf(place) + 1,
      asked.lastIndexOf(place) + 1,
    ]);
    const ks = [...new Set(chosen)].filter((_, index) => index % every === 0);
    await inLanes(lanes, ks, async (at, lane) => {
      await attempt(stage, template, at, lane);
    });
  });
});
