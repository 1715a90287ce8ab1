import { describe, expect, it } from 'vitest';
import { runSpecSchema } from '../../../../app/contract/spec/spec.ts';
import { Random } from '../../../../app/dataset/numbers/random.ts';
import { candidateSpec, candidates, settingsOf } from '../../../../app/model/search/candidate.ts';
import { fixedCandidates, huber, mostColumnsInBins } from '../../../../app/model/search/space.ts';
import { exampleSpec } from '../exampleSpec.ts';

function first(count: number, seed = 1, rows = 1_000, base = exampleSpec()) {
  const random = new Random(seed);
  const drawn = candidates(base, rows, (limit) => random.below(limit));
  return Array.from({ length: count }, () => drawn.next().value!);
}

describe('the candidates of a search', () => {
  it('begin with the proposal, and hold linear models from hardly any penalty to a strong one', () => {
    const found = first(24);
    expect(found[0]).toMatchObject({ kind: 'proposal', spec: exampleSpec() });
    const decays = found.filter(({ kind }) => kind === 'linear').map(({ settings }) => settings.weightDecay);
    expect(decays.sort((a, b) => a - b)).toEqual([0.0001, 0.001, 0.03, 0.03, 0.3, 1]);
  });

  it('are the same for every budget, and others for another seed', () => {
    const settings = (count: number, seed?: number) => first(count, seed).map((one) => one.settings);
    expect(settings(40).slice(0, 24)).toEqual(settings(24));
    expect(settings(24, 2)).not.toEqual(settings(24));
  });

  it('are all different', () => {
    const texts = first(300).map(({ settings }) => JSON.stringify(settings));
    expect(new Set(texts).size).toBe(300);
  });

  it('are valid specs that differ from the base in network, optimizer, batch size, scaling and loss alone', () => {
    const base = exampleSpec();
    for (const { spec } of first(50)) {
      expect(runSpecSchema.safeParse(spec).error).toBeUndefined();
      expect(['huber', base.training.loss]).toContain(spec.training.loss);
      expect(spec.training.epochs).toBe(base.training.epochs);
      expect(spec.data.split).toEqual(base.data.split);
      expect(spec.seed).toBe(base.seed);
    }
  });

  it('have a weight decay that counts as so many rows, and is never above 10', () => {
    const decays = (rows: number) =>
      first(100, 1, rows).flatMap(({ kind, settings }) =>
        kind === 'proposal' ? [] : [settings.weightDecay],
      );
    expect(Math.max(...decays(10_000))).toBe(0.1);
    expect(Math.min(...decays(10_000))).toBe(0.00001);
    expect(Math.max(...decays(20))).toBe(10);
  });

  it('are trained by L-BFGS where all rows are a batch, without dropout and normalisation', () => {
    for (const { kind, settings, spec } of first(100)) {
      const isFull = settings.batchSize === 'full';
      expect(spec.training.optimizer.type).toBe(isFull ? 'lbfgs' : 'adam');
      if (!isFull || kind !== 'drawn') continue;
      expect(settings).toMatchObject({ dropout: 0, normalization: 'none', learningRate: 1 });
    }
  });

  it('have no batch larger than a quarter of the rows, but of 16 rows and of all', () => {
    const sizes = first(60, 1, 100).flatMap(({ settings }, k) =>
      k < fixedCandidates.length ? [] : [settings.batchSize],
    );
    expect(new Set(sizes)).toEqual(new Set([16, 'full']));
  });

  it('have the logarithms of all number columns where their scaling is log', () => {
    const found = first(60).filter(({ settings }) => settings.scaling === 'log');
    expect(found.length).toBeGreaterThan(3);
    for (const { spec } of found)
      for (const { role, type, prepare } of spec.data.columns)
        expect(prepare?.log === true).toBe(role === 'feature' && type === 'number');
  });

  it('have all number columns in bins where their scaling is piecewiseLinear, but not of very many columns', () => {
    const base = exampleSpec();
    const found = first(60).filter(({ settings }) => settings.scaling === 'piecewiseLinear');
    expect(found.length).toBeGreaterThan(3);
    for (const { spec } of found)
      for (const { role, type, prepare } of spec.data.columns)
        expect(prepare?.piecewiseLinear === true).toBe(role === 'feature' && type === 'number');
    const many = Array.from({ length: mostColumnsInBins + 1 }, (_, k) => ({
      ...{ name: `x${k}`, role: 'feature' as const, type: 'number' as const },
    }));
    const wide = { ...base, data: { ...base.data, columns: [...base.data.columns, ...many] } };
    expect(first(60, 1, 1_000, wide).some(({ settings }) => settings.scaling === 'piecewiseLinear')).toBe(
      false,
    );
  });

  it("have Huber's loss in regression, four of those that are fixed and a quarter of those that are drawn", () => {
    const huberOf = (count: number, base = exampleSpec()) =>
      first(count, 1, 1_000, base).filter(({ settings }) => settings.loss === 'huber');
    expect(huberOf(fixedCandidates.length)).toHaveLength(4);
    const share = huberOf(424).length / 424;
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.3);
    for (const { spec } of huberOf(24))
      expect(spec.training).toMatchObject({ loss: 'huber', lossSettings: { delta: huber.delta } });
  });

  it.each(['quantile', 'poisson', 'binaryCrossEntropy', 'huber'] as const)(
    'keep the loss of a spec that asks for %s',
    (loss) => {
      const base = exampleSpec();
      const asked = { ...base, training: { ...base.training, loss } };
      for (const { spec } of first(60, 1, 1_000, asked)) {
        expect(spec.training.loss).toBe(loss);
        expect(spec.training.lossSettings).toEqual(base.training.lossSettings);
      }
    },
  );

  it('are made from their settings alone', () => {
    for (const { kind, settings, spec } of first(24))
      if (kind !== 'proposal') expect(candidateSpec(exampleSpec(), settings)).toEqual(spec);
  });

  it('are listed by the first hidden layer where they were not made here', () => {
    expect(settingsOf(exampleSpec())).toMatchObject({ hidden: [8], activation: 'relu', scaling: 'proposed' });
  });
});
