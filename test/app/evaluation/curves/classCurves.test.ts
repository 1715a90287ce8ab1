import { describe, expect, it } from 'vitest';
import { mostCurvePoints } from '../../../../app/contract/run/curves.ts';
import { nearestStop, thresholdStops } from '../../../../app/contract/run/threshold.ts';
import { Random } from '../../../../app/dataset/numbers/random.ts';
import { classCurves } from '../../../../app/evaluation/curves/classCurves.ts';
import { thinnedPath } from '../../../../app/evaluation/curves/thinnedPath.ts';
import {
  atThreshold,
  type ClassPredictions,
  interpretOutputs,
} from '../../../../app/evaluation/predictions.ts';

function binary(second: number[], threshold = 0.5): ClassPredictions {
  const probabilities = Float64Array.from(second.flatMap((p) => [1 - p, p]));
  const chosen = new Int32Array(second.length);
  return atThreshold({ kind: 'class', classes: ['no', 'yes'], probabilities, chosen }, threshold);
}

it('are given up between two steps when the call is cancelled', async () => {
  const stop = new AbortController();
  const found = classCurves(Float64Array.of(0, 1, 1), binary([0.2, 0.3, 0.4]), 1, stop.signal);
  stop.abort();
  await expect(found).rejects.toThrow(/abort/i);
});

describe('a threshold', () => {
  it('of one half predicts what no threshold does: the more probable class, the first of equal ones', () => {
    const target = { kind: 'class' as const, column: 'c', classes: ['no', 'yes'] };
    const logits = Float32Array.of(-2, 0, 1e-4, 3);
    const at = (threshold?: number) => interpretOutputs(target, logits, 4, threshold) as ClassPredictions;
    expect([...at().chosen]).toEqual([0, 0, 1, 1]);
    expect(at(0.5)).toEqual(at());
  });

  it('predicts the second class above it', () => {
    expect([...binary([0.2, 0.3, 0.4], 0.3).chosen]).toEqual([0, 0, 1]);
  });

  it('has stops that add up to 1 from both ends', () => {
    expect(thresholdStops.every((stop, i) => i === 0 || stop > thresholdStops[i - 1]!)).toBe(true);
    for (const [i, stop] of thresholdStops.entries())
      expect(stop + thresholdStops.at(-1 - i)!).toBeCloseTo(1, 12);
    expect(thresholdStops[nearestStop(0.5)]).toBe(0.5);
  });
});

describe('counts at the stops of a threshold', () => {
  const truth = Float64Array.of(1, 0, 1, 0, 1, 0);
  const second = [0.9, 0.8, 0.5, 0.5, 0.3, 0.0002];

  it.each([0.5, 0.3, 0.001, 0.0002])('are those of the classes predicted at %d', async (stop) => {
    const p = binary(second, stop);
    for (const k of [0, 1]) {
      const curves = await classCurves(truth, p, k);
      const at = nearestStop(k === 1 ? stop : 1 - stop);
      const chosen = [...p.chosen].flatMap((c, row) => (c === k ? [truth[row]] : []));
      expect(curves.found[at], `class ${k}`).toBe(chosen.filter((actual) => actual === k).length);
      expect(curves.falseAlarms[at], `class ${k}`).toBe(chosen.filter((actual) => actual !== k).length);
    }
  });

  it('of one class of three are rows with a probability above them', async () => {
    const p: ClassPredictions = {
      kind: 'class',
      classes: ['a', 'b', 'c'],
      probabilities: Float64Array.of(0.6, 0.3, 0.1, 0.4, 0.4, 0.2, 0.1, 0.2, 0.7),
      chosen: Int32Array.of(0, 0, 2),
    };
    const curves = await classCurves(Float64Array.of(0, 1, 2), p, 0);
    const at = nearestStop(0.4);
    expect([curves.found[at], curves.falseAlarms[at]]).toEqual([1, 0]);
    expect([curves.found[at - 1], curves.falseAlarms[at - 1]]).toEqual([1, 1]);
  });

  it('a class that no row has gives counts and calibration, but no curve', async () => {
    const curves = await classCurves(Float64Array.of(0, 0), binary([0.2, 0.7]), 1);
    expect(curves).toMatchObject({ positives: 0, negatives: 2, ranked: null });
    expect(curves.calibration?.bins.map(({ rows }) => rows)).toEqual([1, 1]);
    expect(curves.falseAlarms[nearestStop(0.5)]).toBe(1);
  });

  it('no rows give nothing to draw', async () => {
    const curves = await classCurves(new Float64Array(0), binary([]), 1);
    expect(curves).toMatchObject({ ranked: null, calibration: null });
  });
});

describe('curves of many rows', () => {
  it('have at most 500 points, and every step lies near one of them', async () => {
    const random = new Random(7);
    const rows = 40_000;
    const uniform = () => random.below(1_000_000) / 1_000_000;
    const second = Array.from({ length: rows }, uniform);
    const truth = Float64Array.from(second, (p) => (uniform() < p * 0.2 ? 1 : 0));
    const { ranked, positives } = await classCurves(truth, binary(second), 1);
    for (const curve of [ranked!.roc, ranked!.precisionRecall, ranked!.gain, ranked!.lift])
      expect(curve.length).toBeLessThanOrEqual(mostCurvePoints);
    // The path of a ROC curve is 2 long.
    const reach = 2 / (mostCurvePoints - 2);
    const order = [...second.keys()].sort((a, b) => second[b]! - second[a]!);
    let [found, alarms] = [0, 0];
    for (const row of order) {
      if (truth[row] === 1) found += 1;
      else alarms += 1;
      const [x, y] = [alarms / (rows - positives), found / positives];
      const near = Math.min(...ranked!.roc.map(([a, b]) => Math.abs(a - x) + Math.abs(b - y)));
      // On a straight piece the ends may be farther away, the line between them is not.
      if (near > reach + 1 / positives) expect(near).toBeLessThan(2 * reach + 2 / positives);
    }
  }, 30_000);

  it('a straight path is its two ends', () => {
    const x = Float64Array.from({ length: 1_000 }, (_, i) => i);
    expect(thinnedPath(x, x, 10)).toEqual([0, 999]);
  });

  it('a path that jumps keeps both sides of the jump', () => {
    const x = Float64Array.from({ length: 1_000 }, (_, i) => i / 1_000);
    const y = x.map((value, i) => (i % 2) * 0.001 + (value < 0.5 ? 0 : 5));
    const kept = thinnedPath(x, y, 50);
    expect(kept.length).toBeLessThanOrEqual(50);
    expect(kept).toContain(500);
  });
});
