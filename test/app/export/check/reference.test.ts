// The formula of docs/model-format.md on numbers that can be computed by hand.
import { describe, expect, it } from 'vitest';
import {
  type ReferenceInput,
  type ReferenceModel,
  referenceInputs,
  referencePredictions,
} from '../../../../app/export/check/reference.ts';
import { referenceActivations } from '../../../../app/export/check/referenceActivations.ts';
import { referenceActivations as bookActivations } from '../../engine/reference/referenceActivations.ts';

const number = { kind: 'numeric', median: 4, mean: 1, scale: 2 } as const;
const size: ReferenceInput = { kind: 'oneHot', levels: ['', 's', 'm'] };

describe('raw values become inputs', () => {
  it.each<[string, ReferenceInput[], (number | string | null)[], number[]]>([
    ['a number is moved and scaled', [number], [7], [3]],
    ['a missing number is the median, whether null or NaN', [number, number], [null, Number.NaN], [1.5, 1.5]],
    ['with an indicator', [{ ...number, indicator: true }], [null], [1.5, 1]],
    [
      'the logarithm keeps the sign, also of the median',
      [{ ...number, log: true, mean: 0, scale: 1 }],
      [-Math.E + 1],
      [-1],
    ],
    [
      'clipped',
      [
        { ...number, clip: 2 },
        { ...number, clip: 2 },
      ],
      [1e9, -1e9],
      [2, -2],
    ],
    [
      'in bins: -1 below, 1 above, a straight line between',
      [{ ...number, edges: [0, 4, 8, 9], indicator: true }],
      [5],
      [2, 1, -0.5, -1, 0],
    ],
    [
      'in bins of logarithms',
      [{ ...number, log: true, mean: 0, scale: 1, edges: [0, 2, 4] }],
      [Math.E - 1],
      [1, 0, -1],
    ],
    ['missing, in the bin of the median', [{ ...number, edges: [0, 4, 8] }], [null], [1.5, 1, -1]],
    ['far beyond float32', [{ ...number, scale: 1e-30 }], [3e38], [3.4028234663852886e38]],
    ['a level', [size], ['m'], [0, 0, 1]],
    ['a missing level', [size], [''], [1, 0, 0]],
    ['an unseen level', [size], ['xl'], [0, 0, 0]],
    ['an unseen level beside others', [{ ...size, others: ['l'] }], ['xl'], [0, 0, 0, 1]],
    [
      'a missing level without a level of its own',
      [{ kind: 'oneHot', levels: ['s'], others: [] }],
      [''],
      [0, 1],
    ],
    ['an order', [{ ...number, kind: 'ordinal', levels: ['s', 'm', 'l'] }], ['l'], [0.5]],
    [
      'an unseen level of an order is missing',
      [{ ...number, kind: 'ordinal', levels: ['s'], indicator: true }],
      ['xl'],
      [1.5, 1],
    ],
    ['parts of a date', [{ kind: 'date', parts: [number, number], indicator: true }], [3, null], [1, 1.5, 1]],
  ])('%s', (_, columns, values, inputs) => {
    expect(referenceInputs(columns, values)).toEqual(inputs.map(Math.fround));
  });

  it('a row of another length is refused', () => {
    expect(() => referenceInputs([number], [1, 2])).toThrow('A row has 2 values; the model reads 1.');
  });
});

const identity = (activation: string, weight = [[1]], bias = [0]) => ({ weight, bias, activation });
const plain: ReferenceInput = { kind: 'numeric', median: 0, mean: 0, scale: 1 };

function modelOf(target: ReferenceModel['preparation']['target'], ...networks: ReferenceModel['networks']) {
  return { preparation: { inputs: [plain], target }, networks };
}

describe('predictions', () => {
  const scaled = { kind: 'numeric', columns: [{ mean: 10, scale: 5 }] } as const;

  it('of numbers are in the units of the target', () => {
    const model = modelOf({ ...scaled, columns: [...scaled.columns] }, [
      identity('relu', [[2]], [1]),
      identity('linear'),
    ]);
    expect(referencePredictions(model, [[3], [-3]])).toEqual([[45], [10]]);
  });

  it('with a logarithm as the link are exponentials', () => {
    const target = { kind: 'numeric', columns: [{ mean: 0, scale: 1 }], link: 'log' } as const;
    const [row] = referencePredictions(
      modelOf({ ...target, columns: [...target.columns] }, [identity('linear')]),
      [[2]],
    );
    expect(row![0]).toBeCloseTo(Math.E ** 2, 12);
  });

  it('of classes are probabilities, of two from one output', () => {
    const two = modelOf({ kind: 'class', classes: ['a', 'b'] }, [identity('linear')]);
    expect(referencePredictions(two, [[Math.log(3)]])[0]).toEqual([
      expect.closeTo(0.25, 7),
      expect.closeTo(0.75, 7),
    ]);
    const three = modelOf({ kind: 'class', classes: ['a', 'b', 'c'] }, [
      identity('linear', [[0], [1], [0]], [0, 0, Math.log(2)]),
    ]);
    expect(referencePredictions(three, [[0]])[0]).toEqual(
      [0.25, 0.25, 0.5].map((p) => expect.closeTo(p, 12)),
    );
  });

  it('of an ensemble are the mean of its members', () => {
    const members = [[identity('linear')], [identity('linear', [[3]])]];
    expect(referencePredictions(modelOf({ kind: 'class', classes: ['a', 'b'] }, ...members), [[0]])).toEqual([
      [0.5, 0.5],
    ]);
    expect(
      referencePredictions(modelOf({ ...scaled, columns: [...scaled.columns] }, ...members), [[2]]),
    ).toEqual([[30]]);
  });

  it('with an activation that is not known are refused', () => {
    expect(() =>
      referencePredictions(modelOf({ kind: 'class', classes: ['a', 'b'] }, [identity('mish')]), [[1]]),
    ).toThrow('The activation mish is not known.');
  });
});

it('each activation is that of the book', () => {
  expect(Object.keys(referenceActivations).sort()).toEqual(Object.keys(bookActivations).sort());
  for (const [name, { f }] of Object.entries(bookActivations))
    for (const x of [-30, -6.5, -2, -0.3, -1e-9, 0, 1e-9, 0.3, 2, 6.5, 30])
      expect(referenceActivations[name]!(x), `${name} of ${x}`).toBeCloseTo(f(x), 12);
});
