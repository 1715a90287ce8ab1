// The judgement of a network against simple models: which metric decides, intervals that hold what they promise, paired leads.
import { describe, expect, it } from 'vitest';
import { leadKind, memorisedScore } from '../../../../app/contract/run/comparison.ts';
import { Random } from '../../../../app/dataset/numbers/random.ts';
import { bootstrap, middle } from '../../../../app/evaluation/comparison/bootstrap.ts';
import { compare } from '../../../../app/evaluation/comparison/compare.ts';
import { mainMetricOf } from '../../../../app/evaluation/comparison/mainMetric.ts';
import { wilson } from '../../../../app/evaluation/comparison/wilson.ts';
import {
  atThreshold,
  type ClassPredictions,
  type NumberPredictions,
} from '../../../../app/evaluation/predictions.ts';

function sure(chosen: number[], count: number): ClassPredictions {
  const probabilities = chosen.flatMap((k) =>
    Array.from({ length: count }, (_, c) => (c === k ? 0.9 : 0.1 / (count - 1))),
  );
  return {
    kind: 'class',
    classes: Array.from({ length: count }, (_, k) => `c${k}`),
    probabilities: Float64Array.from(probabilities),
    chosen: Int32Array.from(chosen),
  };
}

const numbers = (values: number[]): NumberPredictions => ({
  kind: 'numeric',
  names: ['y'],
  values: Float64Array.from(values),
});

/** Standard normal, by the sum of twelve uniform numbers. */
function normal(random: Random): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += random.below(1_000_000) / 1_000_000;
  return sum;
}

describe('the metric that decides', () => {
  const three = sure([0, 1, 2], 3);

  it('is accuracy, but balanced accuracy where a class is rare or classes are weighted', () => {
    expect(mainMetricOf(three, [0.4, 0.3, 0.3], false)).toBe('accuracy');
    expect(mainMetricOf(three, [0.4, 0.3, 0.3], true)).toBe('balancedAccuracy');
    expect(mainMetricOf(three, [0.5, 0.45, 0.05], false)).toBe('balancedAccuracy');
  });

  it('is the mean absolute error of one target, and R² of several', () => {
    expect(mainMetricOf(numbers([1]), [1], false)).toBe('mae');
    expect(mainMetricOf({ ...numbers([1, 2]), names: ['a', 'b'] }, [1, 2], false)).toBe('r2');
  });
});

describe('intervals', () => {
  it('of a share are Wilson’s, as in the worked example of 29 in 30', () => {
    expect(wilson(29, 30).low).toBeCloseTo(0.8333, 3);
    expect(wilson(29, 30).high).toBeCloseTo(0.9941, 3);
    expect(wilson(10, 10).high).toBeCloseTo(1, 12);
    expect(wilson(0, 10).low).toBeCloseTo(0, 12);
  });

  it('of a mean error hold the true one in about 95 of 100 tables', async () => {
    const random = new Random(7);
    // The mean of |normal|.
    const truth = Math.sqrt(2 / Math.PI);
    let held = 0;
    for (let table = 0; table < 200; table++) {
      const errors = Float64Array.from({ length: 80 }, () => Math.abs(normal(random)));
      const mean = (counts: Uint16Array | Uint32Array) =>
        errors.reduce((sum, error, row) => sum + error * counts[row]!, 0) / errors.length;
      const [values] = await bootstrap(errors.length, [mean], random);
      const range = middle(values!, 0.95)!;
      if (range.low <= truth && truth <= range.high) held += 1;
    }
    expect(held / 200).toBeGreaterThan(0.9);
    expect(held / 200).toBeLessThan(0.99);
  });

  it('of balanced accuracy leave out the classes that a resample lacks', async () => {
    const truth = Float64Array.from({ length: 40 }, (_, row) => (row === 0 ? 1 : 0));
    const all = sure([...truth], 2);
    const { interval } = await compare(
      { truth, network: all, linear: null, guess: [0.975, 0.025], weighted: false },
      new Random(1),
    );
    expect(interval).toMatchObject({ metric: 'balancedAccuracy', low: 1, high: 1, by: 'bootstrap' });
  });
});

describe('the lead', () => {
  const random = () => new Random(3);
  const rows = 120;
  const actual = Array.from({ length: rows }, (_, row) => row % 3);
  const truth = Float64Array.from(actual);
  const wrong = (every: number) => actual.map((k, row) => (row % every === 0 ? (k + 1) % 3 : k));
  const judged = { truth, guess: [1 / 3, 1 / 3, 1 / 3], weighted: false };

  it('is told as better or worse only where the interval leaves 0 out', async () => {
    const [good, bad] = [sure(wrong(40), 3), sure(wrong(3), 3)];
    const better = await compare({ ...judged, network: good, linear: bad }, random());
    expect(leadKind(better.lead.linear!)).toBe('better');
    expect(better.lead.linear!.value).toBeCloseTo(37 / 120, 12);
    const worse = await compare({ ...judged, network: bad, linear: good }, random());
    expect(leadKind(worse.lead.linear!)).toBe('worse');
    const same = await compare({ ...judged, network: good, linear: good }, random());
    expect(same.lead.linear).toEqual({ value: 0, low: 0, high: 0 });
    expect(leadKind(same.lead.linear!)).toBe('none');
  });

  it('of a smaller error is positive', async () => {
    const y = Array.from({ length: 50 }, (_, row) => row);
    const { lead } = await compare(
      {
        truth: Float64Array.from(y),
        network: numbers(y.map((value) => value + 1)),
        linear: numbers(y.map((value) => value + 3)),
        guess: [24.5],
        weighted: false,
      },
      random(),
    );
    expect(lead.linear).toMatchObject({ value: 2, low: 2, high: 2 });
    expect(lead.guess!.value).toBeGreaterThan(10);
  });

  it('over a linear model is measured with as many rows of the second class, where a threshold was set', async () => {
    // Both models rank the rows the same; the network's threshold finds all 4 rows of the rare class, with 4 false alarms.
    const rare = Float64Array.from({ length: 40 }, (_, row) => (row < 4 ? 1 : 0));
    const ranked = (steepness: number): ClassPredictions => {
      const second = [...rare].map((_, row) => (40 - row) / steepness);
      return {
        ...{ kind: 'class', classes: ['no', 'yes'] },
        probabilities: Float64Array.from(second.flatMap((p) => [1 - p, p])),
        chosen: Int32Array.from(second, (p) => (p > 0.5 ? 1 : 0)),
      };
    };
    const [network, linear] = [atThreshold(ranked(50), 0.65), ranked(100)];
    const asked = { truth: rare, network, linear, guess: [0.9, 0.1], weighted: false };
    const atHalf = await compare(asked, random());
    expect(leadKind(atHalf.lead.linear!)).toBe('better');
    const { lead, metrics, baselines } = await compare({ ...asked, threshold: 0.65 }, random());
    expect(lead.linear).toEqual({ value: 0, low: 0, high: 0 });
    const found = { precisionMacro: 0.75, recallMacro: 17 / 18 };
    expect(metrics).toMatchObject({ metrics: found });
    expect(baselines.linear).toMatchObject({ metrics: found });
  });

  it('is not told of fewer than ten rows, nor is an interval by resampling', async () => {
    const few = await compare(
      { truth: Float64Array.of(1, 2), network: numbers([1, 3]), linear: null, guess: [1.5], weighted: false },
      random(),
    );
    expect(few).toMatchObject({ interval: null, lead: { guess: null, linear: null } });
  });

  it('is the same for the same seed', async () => {
    const input = { ...judged, network: sure(wrong(5), 3), linear: sure(wrong(7), 3) };
    expect(await compare(input, random())).toEqual(await compare(input, random()));
  });
});

describe('memorised rows', () => {
  const y = Array.from({ length: 40 }, (_, row) => row);
  const truth = Float64Array.from(y);
  const offBy = (error: number) => numbers(y.map((value, row) => value + (row % 2 === 0 ? error : -error)));
  const judged = (error: number) =>
    compare({ truth, network: offBy(error), linear: null, guess: [20], weighted: false }, new Random(1));

  it('are told where the training rows score far beyond the interval of the judged ones', async () => {
    const [good, bad] = [await judged(1), await judged(3)];
    expect(memorisedScore(bad, good.metrics)).toBe(1);
    expect(memorisedScore(good, bad.metrics)).toBeNull();
    expect(memorisedScore(good, good.metrics)).toBeNull();
    expect(memorisedScore(bad, null)).toBeNull();
  });
});
