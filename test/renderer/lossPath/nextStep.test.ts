// The next step of gradient descent, the names of parameters, the table of steps, and the optimum beside the run.
import { describe, expect, it } from 'vitest';
import type { RunSpec } from '../../../app/contract/spec/spec.ts';
import { nextStep } from '../../../renderer/panes/lossPath/nextStep.ts';
import { distanceFrom, optimumRows } from '../../../renderer/panes/lossPath/optimum.ts';
import { stepTable } from '../../../renderer/panes/lossPath/pathWords.ts';
import { classShares, drawnClasses, sigmoidOf } from '../../../renderer/panes/row/classProbabilities.ts';
import { layerProduct, sumTex } from '../../../renderer/panes/row/layerProduct.ts';
import { thinnedUnits } from '../../../renderer/panes/row/thinnedUnits.ts';
import { parameterCount, parametersOf } from '../../../renderer/state/insight/networkParameters.ts';

const weight = { layer: 0, tensor: 'weight', unit: 0, input: 0 } as const;
const bias = { layer: 0, tensor: 'bias', unit: 0, input: null } as const;
const regularization = {
  l1: 0,
  decoupledDecay: 0,
  clipNorm: null,
  clipValue: null,
  maxNorm: null,
  decayBiases: false,
};
const spec = (training: object = {}, layers: object[] = []) =>
  ({
    model: { layers, output: { bias: true } },
    training: {
      optimizer: { type: 'sgd', learningRate: 0.1, weightDecay: 0 },
      schedule: { type: 'constant' },
      batchSize: 'full',
      regularization,
      ...training,
    },
  }) as unknown as RunSpec;
const here = { value: 2, slope: 3 };

describe('the next step', () => {
  it('is minus the learning rate times the slope, at the rate after the last change', () => {
    expect(nextStep(spec(), [], weight, here)).toEqual({ move: expect.closeTo(-0.3, 12), byAllRows: true });
    const changes = [
      { optimizer: { type: 'sgd', learningRate: 0.2, weightDecay: 0 } as const },
      { batchSize: 8 },
    ];
    expect(nextStep(spec(), changes, weight, here)).toEqual({
      move: expect.closeTo(-0.6, 12),
      byAllRows: false,
    });
  });

  it('counts weight decay for weights, and for biases only where they decay', () => {
    const optimizer = { type: 'sgd', learningRate: 0.1, weightDecay: 0.5 };
    expect(nextStep(spec({ optimizer }), [], weight, here)?.move).toBeCloseTo(-0.4, 12);
    expect(nextStep(spec({ optimizer }), [], bias, here)?.move).toBeCloseTo(-0.3, 12);
  });

  it.each([
    ['another optimizer', spec({ optimizer: { type: 'adam', learningRate: 0.1 } })],
    ['a schedule', spec({ schedule: { type: 'cosine' } })],
    ['clipping', spec({ regularization: { ...regularization, clipNorm: 1 } })],
    ['an L1 penalty', spec({ regularization: { ...regularization, l1: 0.1 } })],
    ['dropout', spec({}, [{ dropout: 0.5, normalization: 'none' }])],
    ['batch normalisation', spec({}, [{ dropout: 0, normalization: 'batch' }])],
  ])('is not known with %s', (_, given) => {
    expect(nextStep(given, [], weight, here)).toBeNull();
  });
});

describe('the parameters of a network', () => {
  const plan = (inputs: number, units: number[]) => ({
    inputs: Array.from({ length: inputs }, (_, k) => `c${k + 1}`),
    layers: units.map((count, k) => ({ inputs: k === 0 ? inputs : units[k - 1]!, units: count })),
  });
  const names = (model: object, inputs: number, units: number[], most = 100) =>
    parametersOf({ model } as never, plan(inputs, units) as never, most).map(({ name }) => name);
  const output = { bias: true };

  it('are w and b where there is one of a kind, and have places where there are several', () => {
    expect(names({ layers: [], output }, 1, [1])).toEqual(['w', 'b']);
    expect(names({ layers: [], output }, 2, [1])).toEqual(['w1', 'w2', 'b']);
    expect(names({ layers: [{ bias: true }], output: { bias: false } }, 1, [2, 1])).toEqual([
      'w(1, 1, 1)',
      'b(1, 1)',
      'w(1, 2, 1)',
      'b(1, 2)',
      'w(2, 1, 1)',
      'w(2, 1, 2)',
    ]);
  });

  it('are counted by layer where every layer has one input and one unit', () => {
    const hidden = { layers: [{ bias: false }], output: { bias: false } };
    expect(names(hidden, 1, [1, 1])).toEqual(['w1', 'w2']);
    expect(names({ layers: [{ bias: true }], output }, 1, [1, 1])).toEqual(['w1', 'b1', 'w2', 'b2']);
  });

  it('are the first ones of a large network, and all are counted', () => {
    expect(names({ layers: [{ bias: true }], output }, 30, [64, 3], 12)).toHaveLength(12);
    const model = { layers: [{ bias: true }], output } as never;
    expect(parameterCount({ model }, plan(30, [64, 3]) as never)).toBe(31 * 64 + 65 * 3);
  });
});

describe('the table of steps', () => {
  const parameters = [
    { index: weight, name: 'w', input: 'x' },
    { index: bias, name: 'b', input: null },
  ];

  it('has the newest step first, with the signs of its slopes; what is only rounding is 0', () => {
    const points = [
      { epoch: 0, step: 0, values: [1.5, 0], loss: 4, slopes: [-3, 1e-9] },
      { epoch: 1, step: 1, values: [1.8, 2e-9], loss: 3, slopes: [2, null] },
    ];
    const { columns, rows, slopes } = stepTable(parameters, points);
    expect(columns).toEqual(['Step', 'w', 'b', 'Loss', 'Slope, w', 'Slope, b']);
    expect(columns.slice(slopes.from, slopes.to)).toEqual(['Slope, w', 'Slope, b']);
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['1', '1.8', '0', '3', '2', '–'],
      ['0', '1.5', '0', '4', '−3', '0'],
    ]);
    expect(rows.map(({ signs }) => signs)).toEqual([
      [0, 0, 0, 0, 1, 0],
      [0, 0, 0, 0, -1, 0],
    ]);
  });

  it('has one slope before the loss', () => {
    const points = [{ epoch: 0, step: 0, values: [1.5], loss: 4, slopes: [-3] }];
    const { columns, slopes } = stepTable(parameters.slice(0, 1), points);
    expect(columns).toEqual(['Step', 'w', 'Slope', 'Loss']);
    expect(slopes).toEqual({ from: 2, to: 3 });
  });

  it('has epochs where an epoch has several steps', () => {
    const points = [{ epoch: 0, step: 1, values: [1, 2], loss: 4, slopes: null }];
    expect(stepTable(parameters, points).columns.slice(0, 2)).toEqual(['Step', 'Epoch']);
  });
});

describe('the optimum', () => {
  it('has the solution, the present value and slope of each parameter, and its distance', () => {
    const solution = {
      targets: [
        { name: 'y', intercept: 0.5, interceptInUnits: 0, coefficients: [{ value: -0.8, valueInUnits: 0 }] },
      ],
      curvatures: { coefficients: [2], intercept: 2 },
    };
    const parameters = [
      { index: weight, name: 'w', input: 'x' },
      { index: bias, name: 'b', input: null },
    ];
    const rows = optimumRows(solution, parameters, { values: [2.2, 4.5], slopes: [6, 8] });
    expect(rows.map(({ solved, value, slope }) => [solved, value, slope])).toEqual([
      [-0.8, 2.2, 6],
      [0.5, 4.5, 8],
    ]);
    expect(distanceFrom(rows)).toBeCloseTo(5, 12);
    expect(distanceFrom([{ ...rows[0]!, value: null }])).toBeNull();
  });
});

describe('a row through a layer', () => {
  const walk = {
    inputs: [
      { name: 'a', value: 2 },
      { name: 'b', value: -1 },
    ],
    target: [1],
    layers: [{ weight: [[0.5, 3]], bias: [0.25], z: [-1.75], a: [-1.75] }],
  } as never;

  it('is written out with every number', () => {
    const product = layerProduct(walk, 0, [0.148])!;
    expect(sumTex(product, 0, true)).toBe(String.raw`z_{1}=0.5\cdot2+3\cdot(-1)+0.25=-1.75`);
    expect(sumTex(product, 0, false)).not.toContain('0.25');
    const wide = {
      ...product,
      x: [-0.7897, 0.3151, -1.067, 0.857],
      weight: [[-0.517, -0.1985, 0.5586, -0.962]],
    };
    expect(sumTex(wide, 0, true).split(String.raw`\\`)).toEqual([
      expect.stringMatching(/^\\begin\{aligned\}z_\{1\}&=.*0\.5586\\cdot\(-1\.067\)$/),
      String.raw`&\quad+(-0.962)\cdot0.857+0.25`,
      String.raw`&=-1.75\end{aligned}`,
    ]);
    expect(product.a).toEqual([0.148]);
  });

  it('has at most eight units on a side, with a gap before the last', () => {
    expect(thinnedUnits(8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(thinnedUnits(20)).toEqual([0, 1, 2, 3, 4, 5, null, 19]);
  });

  it('ends in probabilities that add up to 1, also of logits beyond float64’s exponentials', () => {
    const ended = (z: number[], truth: number) => ({ target: [truth], layers: [{ z }] }) as never;
    const shares = classShares(ended([1, 3, 2], 1), ['x', 'y', 'z']);
    expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 14);
    expect(shares[1]!.power).toBeCloseTo(Math.exp(3), 12);
    expect(shares.map(({ isTrue }) => isTrue)).toEqual([false, true, false]);
    expect(classShares(ended([900, 899], 0), []).every(({ power }) => Number.isFinite(power))).toBe(true);
    const many = classShares(
      ended(
        Array.from({ length: 40 }, (_, k) => k / 10),
        0,
      ),
      [],
    );
    expect(drawnClasses(many)).toHaveLength(10);
    expect(drawnClasses(many)[0]!.isTrue).toBe(true);
  });

  it('has the sigmoid and its derivative for two classes', () => {
    const { share, derivative, right } = sigmoidOf({ target: [0], layers: [{ z: [0.5] }] } as never);
    expect(share).toBeCloseTo(1 / (1 + Math.exp(-0.5)), 14);
    expect(derivative).toBeCloseTo(share * (1 - share), 14);
    expect(right).toBeCloseTo(1 - share, 14);
  });
});
