// Several programs on one home folder at the same time: at random they open it, take it over, train, name and delete runs, close, and are
// killed. At no time two of them own it, nothing is torn, and what was told as trained is there until somebody deletes it.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sweepHome } from '../../../../app/storage/sweep.ts';
import { verifyHome } from '../../../../app/workspace/home/verify.ts';
import { ofAll } from '../../../exhaustive.ts';
import { example } from '../../hosts/cli/command.ts';
import { programBundle } from '../../hosts/cli/programBundle.ts';
import type { Deed, Outcome } from './homeActor.ts';

let program: string;
beforeAll(async () => {
  program = await programBundle({ actor: 'test/app/workspace/oneHome/homeActor.ts' });
}, 120_000);
afterAll(() => rm(program, { recursive: true, force: true }));

class Actor {
  #child: ChildProcess | null = null;

  constructor(readonly home: string) {}

  async begin(): Promise<void> {
    this.#child = fork(join(program, 'actor.mjs'), [this.home], { stdio: ['ignore', 'ignore', 2, 'ipc'] });
    await once(this.#child, 'message');
  }

  async act(deed: Deed): Promise<Outcome> {
    const child = this.#child as ChildProcess;
    child.send(deed);
    const [outcome] = await once(child, 'message');
    return outcome;
  }

  /** In the middle of what it does, after that many milliseconds. */
  async killIn(deed: Deed, afterMs: number): Promise<void> {
    const child = this.#child as ChildProcess;
    child.send(deed);
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    await this.kill();
    await this.begin();
  }

  async kill(): Promise<void> {
    const child = this.#child as ChildProcess;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
}

type Step = { deed: Deed; killed: number | null };

const table = example('iris.csv');
const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom<Deed>(
      { do: 'open' },
      { do: 'open', choice: 'takeOver' },
      { do: 'open', choice: 'look' },
    ),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('train' as const),
      table: fc.constant(table),
      seed: fc.nat({ max: 3 }),
      epochs: fc.constantFrom(2, 5, 400),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('note' as const),
      pick: fc.nat({ max: 9 }),
      name: fc.constantFrom('a', 'b', ''),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), pick: fc.nat({ max: 9 }) }) },
  { weight: 2, arbitrary: fc.constant<Deed>({ do: 'close' }) },
);
const step: fc.Arbitrary<Step> = fc.record({
  deed,
  // One of eight is killed at some moment of it.
  killed: fc.oneof(
    { weight: 7, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.nat({ max: 120 }) },
  ),
});
/** What both do at the same time, round after round. */
const rounds = fc.array(fc.tuple(step, step), { minLength: 6, maxLength: ofAll(10, 40), size: 'max' });

/** Codes by which one program says that another one has what it wants, or has just taken or deleted it. */
const expected =
  /^(home_in_use|folder_in_use|looks_on|run_busy|run_not_found|run_needed|run_not_running|dataset_needed|AbortError)$/;

async function play(home: string, played: readonly (readonly [Step, Step])[]): Promise<void> {
  const actors = [new Actor(home), new Actor(home)] as const;
  const trained = new Map<string, string>();
  const removed = new Set<string>();
  await Promise.all(actors.map((actor) => actor.begin()));
  /** Null after a kill, when nobody knows what it had done. */
  const outcomeOf = async (actor: Actor, { deed: wanted, killed }: Step) => {
    if (killed === null) return actor.act(wanted);
    await actor.killIn(wanted, killed);
    return null;
  };
  let uncertain = false;
  for (const round of played) {
    const outcomes = await Promise.all(actors.map((actor, k) => outcomeOf(actor, round[k] as Step)));
    for (const [k, outcome] of outcomes.entries()) {
      const { deed: done } = round[k] as Step;
      if (outcome === null) {
        // A killed deletion may have happened.
        uncertain ||= done.do === 'remove';
        continue;
      }
      if (outcome.code !== null) expect(outcome.code, `${done.do}: ${outcome.sentence}`).toMatch(expected);
      if (outcome.run) trained.set(outcome.run.id, outcome.run.fingerprint);
      if (outcome.removed) removed.add(outcome.removed);
    }
    // Asked only now: one may have taken the home over from the other meanwhile.
    const now = await Promise.all(actors.map((actor) => actor.act({ do: 'say' })));
    expect(now.filter(({ owns }) => owns).length).toBeLessThanOrEqual(1);
    if (!uncertain) await expectKept(home, trained, removed);
  }
  await Promise.all(actors.map((actor) => actor.act({ do: 'close' })));
  await Promise.all(actors.map((actor) => actor.kill()));
  await sweepHome(home);
  const broken = (await verifyHome(home)).filter(({ problems }) => problems.length > 0);
  // What the workspace had open may have been deleted by the other program.
  expect(broken.filter(({ problems }) => problems.some(({ kind }) => kind !== 'runGone'))).toEqual([]);
  const names = await readdir(home, { recursive: true });
  expect(names.filter((name) => /\.tmp$|\.damaged/.test(name))).toEqual([]);
}

async function expectKept(
  home: string,
  trained: ReadonlyMap<string, string>,
  removed: ReadonlySet<string>,
): Promise<void> {
  for (const [id, fingerprint] of trained) {
    const place = removed.has(id) ? 'trash' : 'runs';
    const record = JSON.parse(await readFile(join(home, place, id, 'run.json'), 'utf8'));
    expect(record).toMatchObject({ id, fingerprint, state: 'finished' });
  }
}

it(
  'take turns: one owner, nothing torn, nothing overwritten',
  async () => {
    const seed = Number(process.env.CHAINRULE_SEED ?? 20_261_130);
    await fc.assert(
      fc.asyncProperty(rounds, async (played) => {
        const folder = await mkdtemp(join(tmpdir(), 'chainrule-several-'));
        const home = join(folder, 'home');
        await mkdir(home, { mode: 0o700 });
        try {
          await play(home, played);
        } finally {
          await rm(folder, { recursive: true, force: true, maxRetries: 5 });
        }
      }),
      { seed, numRuns: ofAll(2, 100), endOnFailure: true },
    );
  },
  ofAll(120_000, 3_600_000),
);
