// Trainings by chance, each gone through twice: with pauses, single steps, looks at weights, changes of settings and rewinds at
// random points, and then straight, with the changes given beforehand, on another number of threads; and once more from a
// checkpoint on the way. All end in the same bits and the same history. CHAINRULE_PATHS is how many there are.
import { expect, test } from 'vitest';
import type { Change, Checkpoint, EpochRecord } from '../../../../app/contract/run/training.ts';
import { fullBatchOptimizers, type OptimizerSpec } from '../../../../app/contract/spec/optimizers.ts';
import type { EngineRun, Snapshot } from '../../../../app/engine/engine.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import type { TrainConfig } from '../../../../app/engine/runConfig.ts';
import { ofAll } from '../../../exhaustive.ts';
import { Dice } from '../harness/chance.ts';
import { wholeFingerprint } from '../harness/fingerprint.ts';
import { randomTraining } from '../harness/randomTraining.ts';
import { over } from '../harness/run.ts';

const paths = Number(process.env.CHAINRULE_PATHS ?? ofAll(150, 5_000));
const engine = loadEngine();

/** A run with all that it has told since its last rewind. */
class Watched {
  readonly run: EngineRun;
  records: EpochRecord[] = [];
  changes: Change[] = [];
  last: Snapshot | undefined;
  private wanted: Snapshot['state'][] = [];
  private arrived: () => void = () => {};

  constructor(config: TrainConfig) {
    this.run = engine.createRun(config);
    this.run.onSnapshot((snapshot) => {
      this.last = snapshot;
      this.records.push(...snapshot.records);
      this.changes.push(...snapshot.changes);
      if (this.wanted.includes(snapshot.state)) this.arrived();
    });
  }

  /** Does `act` and waits until a state follows in which the run rests (or, for a rewind, is ready). */
  async after(act: () => void, states: Snapshot['state'][] = ['paused', ...over]): Promise<void> {
    this.wanted = states;
    const reached = new Promise<void>((resolve) => {
      this.arrived = resolve;
    });
    act();
    await reached;
    this.wanted = [];
  }

  async rewind(): Promise<void> {
    await this.after(() => this.run.rewind(), ['ready']);
    this.records = [];
    this.changes = [];
  }

  isOver(): boolean {
    return this.last !== undefined && over.includes(this.last.state);
  }

  /** What must be the same however one got here. */
  outcome() {
    const { state, epoch, step, reason, divergedAt, best } = this.last!;
    return {
      at: { state, epoch, step, reason, divergedAt, best },
      weights: wholeFingerprint(this.run.weights('last')),
      best: wholeFingerprint(this.run.weights('best')),
      records: this.records,
      checkpoint: this.run.checkpoint(),
    };
  }
}

function randomChange(config: TrainConfig, dice: Dice): Omit<Change, 'step'> {
  const learningRate = config.optimizer.learningRate * dice.pick([0.3, 0.5, 2]);
  const optimizer = { ...config.optimizer, learningRate } as OptimizerSpec;
  if (fullBatchOptimizers.includes(config.optimizer.type) || dice.chance(0.6)) return { optimizer };
  return dice.chance(0.5) ? { batchSize: dice.whole(1, 40) } : { batchSize: 'full', optimizer };
}

/** Goes to the end by detours; gives the last checkpoint that was seen at one of them. */
async function wander(watched: Watched, config: TrainConfig, dice: Dice): Promise<Checkpoint | null> {
  const { run } = watched;
  let checkpoint: Checkpoint | null = null;
  let rewinds = 0;
  await watched.after(() => run.step('batch'));
  while (!watched.isOver()) {
    const turn = dice.whole(0, 9);
    if (turn === 0 && rewinds++ < 2) {
      await watched.rewind();
      checkpoint = null;
    } else if (turn <= 2) run.change(randomChange(config, dice));
    else if (turn === 3) run.weights(dice.pick(['best', 'last']));
    else if (turn === 4) checkpoint = structuredClone(run.checkpoint()) ?? checkpoint;
    const next = dice.whole(0, 5);
    if (next <= 2) await watched.after(() => run.step('batch'));
    else if (next <= 4) await watched.after(() => run.step('epoch'));
    else {
      await watched.after(() => {
        run.start();
        run.pause();
      });
    }
  }
  return checkpoint;
}

async function straight(config: TrainConfig): Promise<Watched> {
  const watched = new Watched(config);
  await watched.after(() => watched.run.start(), over);
  return watched;
}

async function tryPath(dice: Dice): Promise<string> {
  const config = randomTraining(dice);
  const winding = new Watched(config);
  const checkpoint = await wander(winding, config, dice);
  const outcome = winding.outcome();
  const again = { ...config, changes: winding.changes, threads: dice.pick([1, 2, 3, 8]) };
  const replayed = await straight(again);
  expect(replayed.outcome()).toEqual(outcome);
  replayed.run.dispose();
  if (checkpoint !== null) {
    const resumed = await straight({ ...again, checkpoint });
    const rest = outcome.records.filter(({ epoch }) => epoch > checkpoint.epoch);
    expect(resumed.outcome()).toEqual({ ...outcome, records: rest });
    resumed.run.dispose();
  }
  winding.run.dispose();
  return outcome.at.state;
}

test(`each of ${paths} trainings ends in the same bits by any way there`, async () => {
  const ends = new Map<string, number>();
  for (let seed = 1; seed <= paths; ++seed) {
    try {
      const end = await tryPath(new Dice(seed));
      ends.set(end, (ends.get(end) ?? 0) + 1);
    } catch (error) {
      throw new Error(`with the seed ${seed}: ${(error as Error).message}`, { cause: error });
    }
  }
  expect(ends.get('finished')).toBeGreaterThan(paths / 2);
}, 3_600_000);
