// One backend through many rounds of a person's work: the last rounds take no more memory and no more handles than the first ones after the
// start. CHAINRULE_SOAK=1000 says how many rounds (40); with 400 or more the memory may differ by 5 %, else by 15 %.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ofAll } from '../../exhaustive.ts';
import { example, outcomeOf } from '../hosts/cli/command.ts';
import { programBundle } from '../hosts/cli/programBundle.ts';
import type { Usage } from './rounds.ts';

const rounds = Number(process.env.CHAINRULE_SOAK ?? ofAll(40, 1_000));
/** Caches fill and code is compiled in the first quarter, at most 100 rounds. */
const warmUp = Math.min(100, Math.floor(rounds / 4));
const compared = Math.min(100, Math.floor(rounds / 4));
const growth = rounds >= 400 ? 1.05 : 1.15;

let program: string;
let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'chainrule-soak-'));
  program = await programBundle({ rounds: 'test/app/soak/rounds.ts' });
});
afterAll(async () => {
  for (const made of [home, program]) if (made) await rm(made, { recursive: true, force: true });
});

const median = (numbers: number[]) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

it(`the last of ${rounds} rounds take no more than the first`, { timeout: 3_600_000 }, async () => {
  // Machine code that V8 compiles as it goes lies in the heap, too: some 2 KB a round, for hundreds of rounds, which are no objects of ours.
  const flags = ['--expose-gc', '--no-opt', '--no-sparkplug'];
  const args = [...flags, join(program, 'rounds.mjs'), home, example('iris.csv'), String(rounds)];
  const { code, stdout, stderr } = await outcomeOf(
    spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] }),
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringMatching(/\n {4}at |A bug/) });
  const usages: Usage[] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(usages).toHaveLength(rounds);
  const first = usages.slice(warmUp, warmUp + compared);
  const last = usages.slice(-compared);
  for (const what of ['resident', 'heap'] as const) {
    const [before, after] = [first, last].map((some) => median(some.map((usage) => usage[what])));
    console.log(`${what}: ${before} bytes, then ${after}`);
    expect(after! / before!, what).toBeLessThan(growth);
  }
  const handles = [first, last].map((some) => Math.max(...some.map((usage) => usage.handles ?? 0)));
  console.log(`handles: ${handles[0]}, then ${handles[1]}`);
  expect(handles[1]).toBeLessThanOrEqual(handles[0]!);
});
