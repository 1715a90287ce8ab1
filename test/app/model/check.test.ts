import { describe, expect, it } from 'vitest';
import { newLayer } from '../../../app/contract/layers.ts';
import { newOptimizer } from '../../../app/contract/optimizers.ts';
import { type RunSpec, runSpecSchema } from '../../../app/contract/spec.ts';
import { checkModel } from '../../../app/model/check.ts';
import { layerShapes, networkOf, trainingMemory } from '../../../app/model/network.ts';
import { proposeModel } from '../../../app/model/propose.ts';

const rows = { train: 100, validation: 20, test: 20 };

function specOf(change: (spec: RunSpec) => void = () => {}): RunSpec {
  const facts = { task: 'multiclass' as const, trainRows: 100, validationRows: 20, inputs: 4, outputs: 3 };
  const { model, training } = proposeModel(facts, { targets: ['y'], hidden: [8, 4] });
  const data: RunSpec['data'] = {
    task: 'multiclass',
    columns: [],
    split: { train: 0.7, validation: 0.15, test: 0.15 },
  };
  const spec = runSpecSchema.parse({ version: 1, seed: 1, data, model, training });
  change(spec);
  return spec;
}

const codes = (spec: RunSpec, facts = rows) =>
  checkModel(spec, { network: networkOf(spec, 4, 3), rows: facts }).map(({ code }) => code);

describe('layerShapes', () => {
  it('counts a weight for every pair and a bias for every unit', () => {
    expect(layerShapes(networkOf(specOf(), 4, 3)).map(({ parameters }) => parameters)).toEqual([
      4 * 8 + 8,
      8 * 4 + 4,
      4 * 3 + 3,
    ]);
  });
});

describe('trainingMemory', () => {
  it('grows with the optimizer, which keeps two more numbers for every parameter under Adam', () => {
    const adam = specOf();
    const sgd = specOf((spec) => {
      spec.training.optimizer = newOptimizer('sgd');
    });
    const network = networkOf(adam, 4, 3);
    const parameters = 40 + 36 + 15;
    expect(trainingMemory(network, adam, 100) - trainingMemory(network, sgd, 100)).toBe(4 * 4 * parameters);
  });
});

describe('checkModel', () => {
  it('finds nothing in the way of a proposal', () => {
    expect(
      checkModel(specOf(), { network: networkOf(specOf(), 4, 3), rows }).filter(
        ({ severity }) => severity === 'error',
      ),
    ).toEqual([]);
  });
  it('refuses a network that does not fit into memory, before anything is allocated', () => {
    const layer = newLayer(65_536, 'relu');
    expect(codes(specOf((spec) => spec.model.layers.push(layer, layer)))).toContain('memory_too_large');
  });
  it('refuses a loss made for another task', () => {
    expect(
      codes(
        specOf((spec) => {
          spec.training.loss = 'meanSquaredError';
        }),
      ),
    ).toContain('loss_does_not_fit');
  });
  it('warns of a rate at which Adam usually diverges', () => {
    expect(
      codes(
        specOf((spec) => {
          spec.training.optimizer.learningRate = 5;
        }),
      ),
    ).toContain('learning_rate_high');
  });
  it('says that more parameters than rows can learn them by heart', () => {
    expect(codes(specOf(), { ...rows, train: 50 })).toContain('parameters_over_rows');
  });
  it('warns when no rows are left to choose the epoch', () => {
    expect(codes(specOf(), { ...rows, validation: 0 })).toContain('no_validation');
  });
});
