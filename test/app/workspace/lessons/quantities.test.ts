// Each quantity that a lesson may name, beside a computation in the test that shares no code with it.
import { describe, expect, it } from 'vitest';
import type { Quantity } from '../../../../app/contract/lesson/quantities.ts';
import { endedStates } from '../../../../app/contract/run/training.ts';
import { newOptimizer } from '../../../../app/contract/spec/optimizers.ts';
import { Learner, steps } from '../../../lessons/learner.ts';
import { connect, now, written } from '../table/openedTable.ts';
import { type LessonParts, lessonOf, openedLesson, points, raw } from './openLesson.ts';

async function valuesOf(
  numbers: readonly string[],
  parts: LessonParts = {},
  does: (learner: Learner) => Promise<unknown> = async () => {},
) {
  const { client, lesson } = await openedLesson({ ...parts, numbers });
  const learner = new Learner(client, lesson);
  await does(learner);
  return (await learner.look()).values;
}

const n = points.length;
const mean = (of: (x: number, y: number) => number) => points.reduce((sum, [x, y]) => sum + of(x, y), 0) / n;
/** The target is standardised, the input is not: so the network sees (x, t). */
const meanY = mean((_, y) => y);
const scaleY = Math.sqrt(mean((_, y) => (y - meanY) ** 2));
const t = (y: number) => (y - meanY) / scaleY;
/** Six digits: the engine trains in float32. */
const near = (value: number) => expect.closeTo(value, 5);

const lossAt = (w: number, b: number) => mean((x, y) => (w * x + b - t(y)) ** 2);
const slopeAt = (w: number, b: number) =>
  [mean((x, y) => 2 * (w * x + b - t(y)) * x), mean((x, y) => 2 * (w * x + b - t(y)))] as const;
const meanX = mean((x) => x);
const best = { w: mean((x, y) => (x - meanX) * t(y)) / mean((x) => (x - meanX) ** 2), b: 0 };
best.b = -best.w * meanX;
/** The weights after so many steps of gradient descent. */
function trainedFor(count: number, rate = 0.05) {
  let [w, b] = [0.5, 0.25];
  for (let k = 0; k < count; k++) {
    const [dw, db] = slopeAt(w, b);
    [w, b] = [w - rate * dw, b - rate * db];
  }
  return { w, b };
}
const distance = ({ w, b }: { w: number; b: number }) => Math.hypot(w - best.w, b - best.b);

describe('of a line at its initial weights', () => {
  it('are those of a hand computation', async () => {
    const names = [
      'step',
      'epoch',
      'epochs',
      'stepsPerEpoch',
      'learningRate',
      'batchSize',
      'rows',
      'validationRows',
      'testRows',
      'inputs',
      'outputs',
      'parameters',
      'hiddenLayers',
      'hiddenUnits',
      'running',
      'ended',
      'diverged',
      'stoppedEarly',
      'loss',
      'startLoss',
      'leastLoss',
      'lossFalls',
      'lossRises',
      'w',
      'b',
      'distance',
      'slope',
      'intercept',
      'leastSlope',
      'leastIntercept',
      'operations',
      'operationsWithout',
    ] as const satisfies Quantity[];
    const bestSlope = best.w * scaleY;
    expect(
      await valuesOf([
        ...names,
        'gradient(1, 1, 1)',
        'biasGradient(1, 1)',
        'leastWeight(1)',
        'startWeight(1, 1, 1)',
        'startBias(1, 1)',
        'weight(1, 1, 2)',
        'bias(2, 1)',
      ]),
    ).toEqual({
      ...{ step: 0, epoch: 0, epochs: 500, stepsPerEpoch: 1, learningRate: 0.05, batchSize: n, rows: n },
      ...{
        validationRows: 0,
        testRows: 0,
        inputs: 1,
        outputs: 1,
        parameters: 2,
        hiddenLayers: 0,
        hiddenUnits: 0,
      },
      ...{ running: 0, ended: 0, diverged: 0, stoppedEarly: 0, lossFalls: 0, lossRises: 0, w: 0.5, b: 0.25 },
      loss: near(lossAt(0.5, 0.25)),
      startLoss: near(lossAt(0.5, 0.25)),
      leastLoss: near(lossAt(best.w, best.b)),
      distance: near(distance({ w: 0.5, b: 0.25 })),
      slope: near(0.5 * scaleY),
      intercept: near(meanY + 0.25 * scaleY),
      leastSlope: near(bestSlope),
      leastIntercept: near(meanY - bestSlope * meanX),
      // One weight: the derivative by z times the input.
      ...{ operations: 1, operationsWithout: 1 },
      'gradient(1, 1, 1)': near(slopeAt(0.5, 0.25)[0]),
      'biasGradient(1, 1)': near(slopeAt(0.5, 0.25)[1]),
      'leastWeight(1)': near(best.w),
      ...{
        'startWeight(1, 1, 1)': 0.5,
        'startBias(1, 1)': 0.25,
        'weight(1, 1, 2)': null,
        'bias(2, 1)': null,
      },
    });
  });

  it('of a row are those of its forward and backward pass', async () => {
    const [x, y] = points[3];
    const [z, target] = [0.5 * x + 0.25, t(y)];
    const values = await valuesOf(
      [
        'target',
        'rowLoss',
        'input(1)',
        'preActivation(1, 1)',
        'activation(1, 1)',
        'delta(1, 1)',
        'rowGradient(1, 1, 1)',
        'rowBiasGradient(1, 1)',
        'probability(1)',
        'input(2)',
      ],
      { step: 'row: 3' },
    );
    expect(values).toEqual({
      target: near(target),
      rowLoss: near((z - target) ** 2),
      'input(1)': x,
      'preActivation(1, 1)': near(z),
      'activation(1, 1)': near(z),
      'delta(1, 1)': near(2 * (z - target)),
      'rowGradient(1, 1, 1)': near(2 * (z - target) * x),
      'rowBiasGradient(1, 1)': near(2 * (z - target)),
      ...{ 'probability(1)': null, 'input(2)': null },
    });
  });

  it('score the training rows in the units of the target', async () => {
    const errors = points.map(([x, y]) => meanY + scaleY * (0.5 * x + 0.25) - y);
    const squares = errors.reduce((sum, error) => sum + error ** 2, 0);
    const values = await valuesOf([
      "rmse('train')",
      "mae('train')",
      "r2('train')",
      "accuracy('train')",
      "rmse('validation')",
      "rmse('test')",
    ]);
    expect(values).toEqual({
      "rmse('train')": near(Math.sqrt(squares / n)),
      "mae('train')": near(errors.reduce((sum, error) => sum + Math.abs(error), 0) / n),
      "r2('train')": near(1 - squares / (n * scaleY ** 2)),
      ...{ "accuracy('train')": null, "rmse('validation')": null, "rmse('test')": null },
    });
  });
});

describe('of a line after steps', () => {
  it('follow gradient descent', async () => {
    const names = [
      'step',
      'epoch',
      'loss',
      'startLoss',
      'w',
      'b',
      'distance',
      'distanceRatio',
      'lossFalls',
      'lossRises',
      'ended',
    ];
    const values = await valuesOf(names, {}, (learner) => steps(7).do(learner));
    const [now, before] = [trainedFor(7), trainedFor(6)];
    expect(values).toEqual({
      ...{ step: 7, epoch: 7, lossFalls: 7, lossRises: 0, ended: 0 },
      loss: near(lossAt(now.w, now.b)),
      startLoss: near(lossAt(0.5, 0.25)),
      ...{ w: near(now.w), b: near(now.b), distance: near(distance(now)) },
      distanceRatio: near(distance(now) / distance(before)),
    });
  });

  it('count the steps that raised the loss only up to the first that did not', async () => {
    const values = await valuesOf(['lossFalls', 'lossRises'], {}, async (learner) => {
      await steps(3).do(learner);
      await learner.edit((spec) => ({
        ...spec,
        training: { ...spec.training, optimizer: { ...spec.training.optimizer, learningRate: 5 } },
      }));
      await steps(2).do(learner);
    });
    expect(values).toEqual({ lossFalls: 0, lossRises: 2 });
  });

  it('count every step, also one that is taken while they are computed', async () => {
    const values = await valuesOf(['step', 'lossFalls'], {}, async (learner) => {
      for (let k = 0; k < 10; k++) await Promise.all([learner.look(), steps(1).do(learner), learner.look()]);
    });
    expect(values).toEqual({ step: 10, lossFalls: 10 });
  });

  it('count the steps that were taken, also where an earlier epoch is the best one', async () => {
    const values = await valuesOf(['ended', 'diverged', 'lossFalls', 'lossRises'], {}, async (learner) => {
      await learner.edit((spec) => ({
        ...spec,
        training: { ...spec.training, optimizer: { ...spec.training.optimizer, learningRate: 1000 } },
      }));
      await steps(10).do(learner);
    });
    expect(values).toMatchObject({ ended: 1, diverged: 1, lossFalls: 0 });
    expect(values['lossRises']).toBeGreaterThan(1);
  });

  it('of single rows count the steps of one epoch', async () => {
    const front = raw.replace('batchSize: full', 'batchSize: 1');
    expect(
      await valuesOf(['stepsPerEpoch', 'batchSize', 'step', 'epoch'], { front }, (learner) =>
        steps(8).do(learner),
      ),
    ).toEqual({ stepsPerEpoch: 6, batchSize: 1, step: 8, epoch: 1 });
  });
});

/** The target of a row is `low` in the first three, `top` in the others. */
async function classes(front: string, numbers: readonly string[]) {
  const client = connect();
  await written('points.csv', ['x,y', ...points.map(([x], k) => `${x},${k > 2 ? 'top' : 'low'}`)]);
  const file = await written('of-a-test.md', [lessonOf({ front, numbers })]);
  return {
    client,
    lesson: await client.lessons.open({ lesson: { kind: 'path', path: file }, language: 'en' }),
  };
}

describe('of a network with two classes', () => {
  it('are probabilities of both, from the sigmoid', async () => {
    const front = `set: { task: binary, hidden: [2], activation: tanh, optimizer: sgd, split: { train: 1, validation: 0, test: 0 }, prepare: { x: { scaling: none } } }
weights: [{ weight: [[1], [-2]], bias: [0.5, 0] }, { weight: [[1, 1]], bias: [0.1] }]`;
    const { client, lesson } = await classes(front, [
      'probability(1)',
      'probability(2)',
      'target',
      'threshold',
      'activation(1, 2)',
      'delta(2, 1)',
      'delta(1, 1)',
      'hiddenUnits',
      'hiddenLayers',
      'parameters',
      "accuracy('train')",
      'leastLoss',
      'operations',
      'operationsWithout',
    ]);
    const { values } = await client.lessons.look({ row: 2 });
    const [a1, a2] = [Math.tanh(0.5 + points[2][0]), Math.tanh(-2 * points[2][0])];
    const p = 1 / (1 + Math.exp(-(a1 + a2 + 0.1)));
    expect(lesson.steps).toHaveLength(1);
    expect(values).toMatchObject({
      'probability(1)': near(1 - p),
      'probability(2)': near(p),
      target: 0,
      threshold: 0.5,
      'activation(1, 2)': near(a2),
      'delta(2, 1)': near(p),
      'delta(1, 1)': near(p * (1 - a1 ** 2)),
      ...{ hiddenUnits: 2, hiddenLayers: 1, parameters: 7, leastLoss: null },
      // Output layer 2, hidden layer 2 for its weights, 2 for W^T dz, 2 for f'; anew: 2, and 3 and 2 along each path to a weight and a bias.
      ...{ operations: 8, operationsWithout: 12 },
    });
    const right = points.filter(
      ([x], k) =>
        (1 / (1 + Math.exp(-(Math.tanh(x + 0.5) + Math.tanh(-2 * x) + 0.1))) > 0.5 ? 1 : 0) ===
        (k > 2 ? 1 : 0),
    );
    expect(values["accuracy('train')"]).toBeCloseTo(right.length / n, 12);
  });
});

it('what the page alone knows comes back', async () => {
  const { client } = await openedLesson({
    numbers: ['walkStep', 'walkSteps', 'walkSeen', 'raceEpoch', "raceLoss('adam')", "raceStepSize('adam')"],
  });
  const { values } = await client.lessons.look({ walkStep: 3, walkSteps: 9, walkSeen: 4 });
  expect(values).toEqual({
    walkStep: 3,
    walkSteps: 9,
    walkSeen: 4,
    raceEpoch: null,
    "raceLoss('adam')": null,
    "raceStepSize('adam')": null,
  });
});

it('two entrants with the same optimizer are told apart by their number', async () => {
  const rates = [0.05, 0.02];
  const values = await valuesOf(
    ["raceLoss('sgd')", "raceLoss('sgd', 1)", "raceLoss('sgd', 2)", "raceLoss('sgd', 3)", "raceLoss('adam')"],
    {},
    async ({ client }) => {
      const { spec } = await now(client);
      await client.spec.set({
        revision: Number.MAX_SAFE_INTEGER,
        spec: { ...spec!, training: { ...spec!.training, epochs: 3 } },
      });
      const entrants = rates.map((rate) => ({ ...newOptimizer('sgd'), weightDecay: 0, learningRate: rate }));
      const { raceId } = await client.race.start({ entrants, epochsPerSecond: null });
      for await (const { entrants: all } of await client.race.watch({ raceId }))
        if (all.every(({ progress }) => endedStates.includes(progress.state))) break;
    },
  );
  // An epoch's loss is that before its one step.
  const [first, second] = rates.map((rate) => {
    const { w, b } = trainedFor(2, rate);
    return lossAt(w, b);
  });
  expect(values).toEqual({
    "raceLoss('sgd')": near(first!),
    "raceLoss('sgd', 1)": near(first!),
    "raceLoss('sgd', 2)": near(second!),
    "raceLoss('sgd', 3)": null,
    "raceLoss('adam')": null,
  });
});
