// Every number that Training shows belongs to the state that is shown: at twenty random moments (paused, stepped, back in time, resumed,
// branched) the page's sentences are those that follow from what the engine says of the same weights.
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import type { WhichWeights } from '../../../app/contract/run/insight.ts';
import { parts } from '../../../app/contract/run/parts.ts';
import type { EpochRecord } from '../../../app/contract/run/training.ts';
import { NumberFormat } from '../../../renderer/wording/numberFormat.ts';
import { type EngineClient, engineClient } from '../harness/engineClient.ts';
import { expect, test } from '../harness/fixtures.ts';
import { openTable } from '../harness/pipeline.ts';
import { stageLink } from '../harness/stageLink.ts';

const cars = fileURLToPath(new URL('../../../examples/cars.csv', import.meta.url));
const format = new NumberFormat('en-US');
const [column, target] = ['Weight_in_lbs', 'Miles_per_Gallon'];
type Client = EngineClient['client'];

/** mulberry32: the same moments in each run of this test. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function stateOf(client: Client) {
  for await (const state of await client.workspace.watch()) return state;
  throw new Error('The workspace has no state.');
}

/** The current run and its history; asked for again where another run took its place in between, as a branch does. */
async function runOf(client: Client) {
  for (;;) {
    const { run } = await stateOf(client);
    if (run === null) throw new Error('There is no run.');
    try {
      for await (const update of await client.training.watch({ runId: run.id }))
        return { id: run.id, progress: update.progress, update };
    } catch (error) {
      if ((error as { data?: { code?: string } }).data?.code !== 'run_not_found') throw error;
    }
  }
}

async function trainALine(client: Client) {
  const { spec } = await client.spec.propose({
    targets: [target],
    features: [column],
    hidden: [],
    optimizer: 'sgd',
    learningRate: 0.002,
    batchSize: 64,
    epochs: 1_000_000,
    patience: 0,
  });
  const { revision } = await stateOf(client);
  const sgd = { ...spec.training.optimizer, weightDecay: 0 };
  await client.spec.set({ revision, spec: { ...spec, training: { ...spec.training, optimizer: sgd } } });
  // Slow enough that branches and rewinds meet a curve that still moves.
  await client.training.pace({ epochsPerSecond: 30 });
  await client.training.start({ threads: 1 });
}

/** What the engine says of these weights, in the page's words. */
async function expectedOf(client: Client, weights: WhichWeights) {
  const rows = await client.insight.rows({ weights, columns: [column] });
  const truth = new Float64Array(await rows.truth.arrayBuffer());
  const predicted = await client.insight.predictions({ weights });
  const values = new Float32Array(await predicted.values.arrayBuffer());
  const off = truth.reduce((sum, value, i) => sum + Math.abs(values[i]! - value), 0) / truth.length;

  const { line } = await client.insight.solve();
  if (line === null) throw new Error('There is no exact line.');
  const x = { column, from: 1_000, to: 6_000, steps: 2 };
  const grid = await client.insight.grid({ weights, x, y: null, fixed: {} });
  const [low, high] = new Float32Array(await grid.values.arrayBuffer());
  const slope = (high! - low!) / 5_000;
  const intercept = low! - 1_000 * slope;
  const atMean = intercept - line.intercept + (slope - line.slope) * line.mean;
  const excess = (atMean ** 2 + (slope - line.slope) ** 2 * line.variance) / line.targetScale ** 2;
  return { off, slope, intercept, excess, line };
}

/** The numbers of a sentence of the page, as they are written. */
function numbersIn(text: string, pattern: RegExp): number[] {
  const found = pattern.exec(text);
  if (found === null) throw new Error(`“${text}” is not ${pattern}`);
  return found.slice(1).map((part) => {
    const [mantissa = '', exponent] = part.replaceAll(',', '').replaceAll('−', '-').split(' × 10');
    const power = [...(exponent ?? '')].map(
      (digit) => ({ '⁻': '-' })[digit] ?? String('⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(digit)),
    );
    return Number(mantissa) * 10 ** Number(power.join('') || 0);
  });
}

const near = (shown: number, engine: number, digits: number) =>
  Math.abs(shown - engine) <= 0.6 * 10 ** (Math.floor(Math.log10(Math.abs(engine))) - digits + 1);
const number = '(−?[\\d.,]+(?: × 10[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)?)';

async function compare(page: Page, client: Client) {
  const { progress, update } = await runOf(client);
  // A branch has no earlier checkpoint at first: the time machine then says that instead of an epoch.
  const { checkpoints = [] } = update;
  const shown =
    checkpoints.length < 2
      ? 'latest'
      : ((await page.getByText(/^epoch [\d,]+(, latest|, best)?$/).textContent()) ?? '');
  const epoch = Number(/[\d,]+/.exec(shown)?.[0].replaceAll(',', ''));
  const chosen = checkpoints.findLast((checkpoint) => checkpoint.epoch === epoch);
  const weights: WhichWeights = shown.endsWith('latest') ? 'last' : { step: chosen!.step };
  const engine = await expectedOf(client, weights);
  // What is drawn follows within some frames: the last sentence tells that it has.
  await expect(async () => {
    const summary =
      (await page
        .getByText(/^Off by .* on average/)
        .locator('xpath=../..')
        .textContent()) ?? '';
    const text = summary.replaceAll(/\s+/g, ' ');
    const [off] = numbersIn(text, new RegExp(`Off by ${number} on average in ${target}`));
    const [intercept, sign, slope] = numbersIn(
      text.replace(/ ([+−]) ([\d.]+) × Weight/, (_, side, size) => ` ${side}1 ${size} × Weight`),
      new RegExp(`Network: ${number} ([+−]1) ${number} × ${column}\\.`),
    );
    const [excess] = numbersIn(text, new RegExp(`training data is ${number} above the least possible`));
    expect(near(off!, engine.off, 3), `off: ${off} shown, ${engine.off} in the engine`).toBe(true);
    expect(near(intercept!, engine.intercept, 4), `intercept ${intercept}, ${engine.intercept}`).toBe(true);
    expect(near(sign! * slope!, engine.slope, 4), `slope ${sign! * slope!}, ${engine.slope}`).toBe(true);
    expect(near(excess!, engine.excess, 2), `excess ${excess}, ${engine.excess}`).toBe(true);
  }).toPass({ timeout: 40_000 });
  if (weights === 'last')
    await expect(
      page.getByText(`Paused at epoch ${format.whole(progress.epoch)} of 1,000,000`),
    ).toBeVisible();
  await compareTable(page, update.records);
}

/** The last epochs of the table behind the curves. */
async function compareTable(page: Page, records: readonly EpochRecord[]) {
  const last = records.at(-1)!;
  const open = page.getByRole('button', { name: 'Loss as a table' });
  if ((await open.getAttribute('aria-pressed')) !== 'true') await open.click();
  const row = page.getByRole('row', { name: new RegExp(`^${format.whole(last.epoch)} `) });
  await expect(row.getByRole('cell').first()).toHaveText(format.measure(last.trainLoss, 4));
  await expect(row.getByRole('cell').nth(1)).toHaveText(format.measure(last.validationLoss!, 4));
}

/** Ends the run, and compares the errors of its three parts, in the order training, validation, test. */
async function compareEvaluation(page: Page, client: Client) {
  await client.training.stop();
  await page.getByRole('button', { name: 'Evaluate the model' }).click();
  const { metrics } = await client.evaluation.get({ runId: (await runOf(client)).id });
  for (const [name, key] of [
    ['RMSE', 'rmse'],
    ['MAE', 'mae'],
  ] as const) {
    const cells = page.getByRole('row', { name: new RegExp(`^${name}`) }).getByRole('cell');
    for (const [i, part] of parts.entries()) {
      const scores = metrics[part];
      if (scores === null || !('rmse' in scores)) throw new Error(`There are no scores of ${part}.`);
      const shown = Number(await cells.nth(i).textContent());
      expect(near(shown, scores[key], 3), `${name} of ${part}: ${shown}, ${scores[key]}`).toBe(true);
    }
  }
}

test('at twenty random moments the numbers on Training are the engine’s own, and on Evaluation at the end', async ({
  page,
  host,
}) => {
  test.setTimeout(300_000);
  await openTable(page, cars);
  const engine = await engineClient(page, host.origin);
  const { client } = engine;
  await trainALine(client);
  await stageLink(page, 'Training').click();
  const random = randomFrom(7);
  const past = async (epochs: number) => {
    await expect
      .poll(async () => (await runOf(client)).progress.epoch, { timeout: 40_000 })
      .toBeGreaterThan(epochs);
  };
  const pause = async () => {
    await client.training.pause();
    await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible();
  };
  await past(5);
  await pause();
  const stepped = async (key: string) => {
    const { step } = (await runOf(client)).progress;
    await page.keyboard.press(key);
    await expect
      .poll(async () => {
        const { progress } = await runOf(client);
        return progress.state === 'paused' && progress.step > step;
      })
      .toBe(true);
  };
  const moves = {
    batch: () => stepped('b'),
    epoch: () => stepped('e'),
    back: async () => {
      for (let k = 0; k < 1 + Math.floor(4 * random()); k++) await page.keyboard.press(',');
    },
    now: () => page.keyboard.press('.'),
    on: async () => {
      const { epoch } = (await runOf(client)).progress;
      await client.training.resume();
      await past(epoch + 3);
      await pause();
    },
    branch: async () => {
      const before = (await runOf(client)).id;
      await page.getByRole('button', { name: 'Branch a run here' }).click();
      await expect.poll(async () => (await runOf(client)).id).not.toBe(before);
      await pause();
    },
  };
  const names = ['batch', 'epoch', 'back', 'now', 'on', 'batch', 'back', 'branch'] as const;
  await page.getByRole('heading', { name: 'Loss', exact: true }).click();
  for (let moment = 0; moment < 20; moment++) {
    const name = names[Math.floor(names.length * random())]!;
    await test.step(`${moment}: ${name}`, async () => {
      await moves[name]();
      await compare(page, client);
    });
  }
  await test.step('the evaluation', () => compareEvaluation(page, client));
  engine.close();
});
