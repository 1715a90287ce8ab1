// Thousands of calls on the addon with arguments that are right but for a few values, in any order and state: each ends in a
// result or in a JavaScript Error with a sentence. A crash or a hang ends this file's process, and with it the test.
// CHAINRULE_FUZZ is how many cases there are, CHAINRULE_FUZZ_SEED where they begin; see native/README.md.
import { expect, test } from 'vitest';
import { loadAddon } from '../../../../app/engine/addon.ts';
import type { EngineRun } from '../../../../app/engine/engine.ts';
import type { TrainConfig } from '../../../../app/engine/runConfig.ts';
import { ofAll } from '../../../exhaustive.ts';
import { Dice } from '../harness/chance.ts';
import { classifier } from '../harness/config.ts';
import { type Holder, hostileValue, spoil } from '../harness/hostileValues.ts';
import { randomTraining } from '../harness/randomTraining.ts';
import { finish } from '../harness/run.ts';
import { zeroWeights } from '../harness/weights.ts';

const cases = Number(process.env.CHAINRULE_FUZZ ?? ofAll(2_000, 200_000));
const firstSeed = Number(process.env.CHAINRULE_FUZZ_SEED ?? 1);
const memoryBudget = 2 ** 26;
const addon = loadAddon();
const exported = addon as unknown as Record<string, (...given: unknown[]) => unknown>;
const codes = ['invalid_argument', 'out_of_memory', 'cancelled', 'loss_not_finite'];
const outcomes = { results: 0, refusals: 0 };

/** Whatever was thrown or rejected with must be an Error that says something. */
function judge(error: unknown, what: string): void {
  ++outcomes.refusals;
  if (!(error instanceof Error)) expect.fail(`${what} threw ${String(error)}`);
  if (error.message.length < 2) expect.fail(`${what} threw "${error.message}"`);
  if ('code' in error && error.code !== 'ERR_INVALID_ARG_TYPE' && !codes.includes(String(error.code))) {
    expect.fail(`${what} failed with ${error.code}: ${error.message}`);
  }
}

async function attempt(what: string, work: () => unknown, dice: Dice): Promise<unknown> {
  try {
    const found = work() as { result?: Promise<unknown>; cancel?: () => void } | undefined;
    if (typeof found?.cancel === 'function' && dice.chance(0.3)) found.cancel();
    const result = found instanceof Promise ? await found : await (found?.result ?? found);
    ++outcomes.results;
    return result;
  } catch (error) {
    judge(error, what);
    return undefined;
  }
}

const leastSquaresPoint = (inputs: number, outputs: number) => ({
  weight: new Float64Array(inputs * outputs),
  bias: new Float64Array(outputs),
});

const look = ({ network, loss, lossSettings, train }: TrainConfig) => ({
  network,
  layers: zeroWeights(network, train.features),
  loss,
  lossSettings,
  rows: train,
});

/** Good arguments of each call but Run's. */
const calls: Record<string, (config: TrainConfig, dice: Dice) => unknown[]> = {
  forward: ({ network, train, threads }, dice) => [
    network,
    Array.from({ length: dice.chance(0.5) ? 1 : 3 }, () => zeroWeights(network, train.features)),
    train.features,
    train.rows,
    threads,
    memoryBudget,
  ],
  gradients: ({ network, loss, lossSettings, train }) => [
    network,
    loss,
    zeroWeights(network, train.features),
    train,
    lossSettings,
  ],
  leastSquares: ({ network, train: { rows, features, targets, weights } }, dice) => [
    {
      rows,
      inputs: network.inputs,
      outputs: targets.length / rows,
      features,
      targets,
      weights,
      at: dice.chance(0.5) ? null : leastSquaresPoint(network.inputs, targets.length / rows),
    },
    memoryBudget,
  ],
  walk: (config) => [look(config), memoryBudget],
  statistics: (config) => [look(config), memoryBudget],
  gradientCheck: (config) => [{ ...look(config), parameters: 20, seed: 1 }, memoryBudget],
  readPlainRows: (_config, dice) => [
    Buffer.from('1,2.5,"x"\n-3e2,,y\r\n'.repeat(dice.whole(0, 50))),
    { columns: 3, delimiter: 44, quoted: true, decimal: 46, crlf: false, wanted: [0, 1] },
    new Float64Array(dice.whole(0, 100)),
  ],
  rankNumbers: (_config, dice) => [Float64Array.from({ length: dice.whole(1, 50) }, (_, i) => i % 7), [0]],
  lossGradient: (config) => [look(config), memoryBudget],
  lossPlane: (config) => [
    {
      ...look(config),
      alongX: zeroWeights(config.network, config.train.features),
      alongY: zeroWeights(config.network, config.train.features),
      x: Float64Array.of(-1, 0, 1),
      y: Float64Array.of(0, 1),
      threads: config.threads,
    },
    memoryBudget,
  ],
};

/** Spoils up to three entries of `given`, but leaves the budget, which no caller chooses. */
function spoiled<Given extends object>(given: Given, dice: Dice, meanwhile: () => void): Given {
  const copy = structuredClone(given);
  spoil(dice, copy, dice.whole(0, 3), meanwhile);
  return copy;
}

async function drive(run: EngineRun, config: TrainConfig, dice: Dice): Promise<void> {
  const maybeBad = (good: unknown) => (dice.chance(0.5) ? good : hostileValue(dice, good)) as never;
  const actions: [string, () => unknown][] = [
    ['start', () => run.start()],
    ['pause', () => run.pause()],
    ['stop', () => run.stop()],
    ['step', () => run.step(maybeBad(dice.pick(['batch', 'epoch'])))],
    ['weights', () => run.weights(maybeBad(dice.pick(['best', 'last'])))],
    ['newestRows', () => run.newestRows()],
    ['checkpoint', () => run.checkpoint()],
    ['checkpoints', () => run.checkpoints()],
    ['checkpointAt', () => run.checkpointAt(maybeBad(dice.whole(0, 30)))],
    ['forgetHistory', () => run.forgetHistory()],
    ['onSnapshot', () => run.onSnapshot(maybeBad(() => {}))],
    ['onSnapshot', () => run.onSnapshot(() => run.dispose())],
    ['rewind', () => run.rewind?.()],
    [
      'change',
      () => run.change?.(spoiled({ optimizer: config.optimizer, batchSize: 3 }, dice, () => run.dispose())),
    ],
    ['dispose', () => run.dispose()],
    ['another this', () => run.start.call(dice.pick([{}, null, addon, addon.Run.prototype, 5]) as never)],
    ['a breath', () => new Promise(setImmediate)],
  ];
  for (let left = dice.whole(0, 12); left > 0; --left) {
    const [name, action] = dice.pick(actions);
    await attempt(name, action, dice);
  }
  if (dice.chance(0.9)) run.dispose();
  else run.stop();
}

/** `config`, at times with changes to come or with a checkpoint of a run that was broken off. */
async function continued(config: TrainConfig, dice: Dice): Promise<TrainConfig> {
  const change = { step: dice.whole(0, 5), optimizer: config.optimizer };
  const changes = dice.chance(0.2) ? [change, { ...change, step: 6 }] : [];
  const history = dice.chance(0.3) ? { bytes: 100_000, most: 5, fewest: 2 } : undefined;
  if (!dice.chance(0.15)) return { ...config, changes, ...(history && { history }) };
  const run = new addon.Run({ ...config, memoryBudget } as never);
  await finish(run);
  const checkpoint = run.checkpoint();
  run.dispose();
  return { ...config, changes, epochs: config.epochs + 2, ...(checkpoint && { checkpoint }) };
}

async function tryRun(config: TrainConfig, dice: Dice, meanwhile: () => void): Promise<void> {
  const given = spoiled(await continued(config, dice), dice, meanwhile) as unknown as Holder;
  Object.defineProperty(given, 'memoryBudget', { value: memoryBudget });
  const run = await attempt('Run', () => new addon.Run(given as never), dice);
  if (run === undefined) return;
  try {
    await drive(run as EngineRun, config, dice);
  } catch (error) {
    judge(error, 'dispose');
  }
}

async function tryCase(dice: Dice): Promise<void> {
  const config = randomTraining(dice);
  const other = dice.chance(0.2) ? new addon.Run({ ...classifier(), memoryBudget }) : undefined;
  const meanwhile = () => other?.dispose();
  const name = dice.pick(['Run', 'Run', 'Run', ...Object.keys(calls)]);
  if (name === 'Run') await tryRun(config, dice, meanwhile);
  else {
    const good = calls[name]!(config, dice);
    const given = spoiled(good, dice, meanwhile);
    const index = good.indexOf(memoryBudget);
    if (index >= 0) Object.defineProperty(given, index, { value: memoryBudget });
    await attempt(name, () => exported[name]!(...given), dice);
  }
  other?.dispose();
}

test(`each of ${cases} calls, most of them spoiled somewhere, gives a result or says what is wrong`, async () => {
  for (let seed = firstSeed; seed < firstSeed + cases; ++seed) {
    try {
      await tryCase(new Dice(seed));
    } catch (error) {
      throw new Error(`with the seed ${seed}: ${(error as Error).message}`, { cause: error });
    }
  }
  // Neither may be rare, or little would be tried.
  expect(outcomes.results).toBeGreaterThan(cases / 5);
  expect(outcomes.refusals).toBeGreaterThan(cases / 5);
}, 3_600_000);
