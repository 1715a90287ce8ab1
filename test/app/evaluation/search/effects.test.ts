import { describe, expect, it } from 'vitest';
import type { CandidateSettings } from '../../../../app/contract/run/search.ts';
import { settingEffects } from '../../../../app/evaluation/search/effects.ts';

const settings = (more: Partial<CandidateSettings>): CandidateSettings => ({
  hidden: [16],
  activation: 'relu',
  learningRate: 0.01,
  weightDecay: 0,
  dropout: 0,
  normalization: 'none',
  batchSize: 32,
  scaling: 'proposed',
  loss: 'meanSquaredError',
  ...more,
});

describe('what settings are worth', () => {
  it('is told apart where candidates differ in several: an additive score is taken to pieces', () => {
    // tanh costs 1, a rate of 0.1 costs 10; they were not tried equally often together.
    const tried = [
      [0, 'relu', 0.01],
      [1, 'tanh', 0.01],
      [2, 'tanh', 0.1],
      [3, 'tanh', 0.1],
      [4, 'relu', 0.1],
      [5, 'relu', 0.01],
    ].map(([index, activation, learningRate]) => ({
      index: index as number,
      settings: settings({ activation: activation as string, learningRate: learningRate as number }),
      score: 5 + (activation === 'tanh' ? 1 : 0) + (learningRate === 0.1 ? 10 : 0),
    }));
    const effects = settingEffects(tried);
    const of = (setting: string) => effects.find((effect) => effect.setting === setting)!.values;
    const gap = (setting: string) => of(setting)[1]!.effect - of(setting)[0]!.effect;
    expect(gap('activation')).toBeCloseTo(1, 4);
    expect(gap('learningRate')).toBeCloseTo(10, 4);
    expect(of('activation').map(({ value }) => value)).toEqual(['relu', 'tanh']);
    expect(of('activation')[1]!.candidates).toEqual([1, 2, 3]);
  });

  it('is not said of a setting of which one value was tried', () => {
    expect(settingEffects([{ index: 0, settings: settings({}), score: 1 }])).toEqual([]);
  });

  it('is said of hidden layers alone for linear candidates', () => {
    const linear = settings({
      hidden: [],
      activation: null,
      dropout: null,
      normalization: null,
      batchSize: 'full',
    });
    const effects = settingEffects([
      { index: 0, settings: linear, score: 2 },
      { index: 1, settings: settings({}), score: 1 },
    ]);
    expect(effects.map(({ setting }) => setting)).toEqual(['hidden']);
    expect(effects[0]!.values.map(({ value }) => value)).toEqual(['none', '16']);
  });
});
