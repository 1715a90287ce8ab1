import { describe, expect, it } from 'vitest';
import { newLayer } from '../../../app/contract/spec/layers.ts';
import { newOptimizer } from '../../../app/contract/spec/optimizers.ts';
import { type RunSpec, runSpecSchema } from '../../../app/contract/spec/spec.ts';
import { checkModel } from '../../../app/model/check.ts';
import { trainingMemory } from '../../../app/model/memory.ts';
import { layerShapes, networkOf } from '../../../app/model/network.ts';
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
  const spec = structuredClone(runSpecSchema.parse({ version: 1, seed: 1, data, model, training }));
  change(spec);
  return spec;
}

const issuesOf = (spec: RunSpec, facts = rows) =>
  checkModel(spec, { network: networkOf(spec, 4, 3), rows: facts });
const codes = (spec: RunSpec, facts = rows) => issuesOf(spec, facts).map(({ code }) => code);

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
  it('grows with the optimizer, which keeps two more numbers for every parameter under Adam, in each kept state too', () => {
    const adam = specOf();
    const sgd = specOf((spec) => {
      spec.training.optimizer = newOptimizer('sgd');
    });
    const network = networkOf(adam, 4, 3);
    const parameters = 40 + 36 + 15;
    const states = Math.min(240, adam.training.epochs);
    expect(trainingMemory(network, adam, 100) - trainingMemory(network, sgd, 100)).toBe(
      (4 + 2 * states) * 4 * parameters,
    );
  });

  it('counts the states to go back to: at most 64 MiB, none where fewer than eight fit', () => {
    const more = (inputs: number, epochs: number) => {
      const of = (count: number) => {
        const spec = specOf((changed) => {
          changed.training.epochs = count;
        });
        return trainingMemory(networkOf(spec, inputs, 3), spec, 1);
      };
      return of(epochs) - of(1);
    };
    expect(more(4, 1_000)).toBe(239 * 4 * 4 * (40 + 36 + 15));
    // 40,000 inputs: 5.1 MB a state.
    expect(more(40_000, 1_000)).toBeGreaterThan(50 * 2 ** 20);
    expect(more(40_000, 1_000)).toBeLessThan(64 * 2 ** 20);
    expect(more(80_000, 1_000)).toBe(0);
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

  it('says how many units would fit into memory, and they do', () => {
    const layer = newLayer(65_536, 'relu');
    const huge = (units: number) =>
      specOf((spec) => spec.model.layers.push({ ...layer, units }, { ...layer, units }));
    const [issue] = issuesOf(huge(65_536)).filter((one) => one.code === 'memory_too_large');
    const units = Number(issue?.values.units);
    expect(issue?.message).toContain(
      `Hidden layers of at most ${units.toLocaleString('en')} units would fit.`,
    );
    expect(codes(huge(units))).not.toContain('memory_too_large');
    expect(codes(huge(units + 1))).toContain('memory_too_large');
  });

  it('counts what float64, each optimizer and normalisation need', () => {
    const needed = (change: (spec: RunSpec) => void) => {
      // Of one epoch: the optimizer's numbers live, in the checkpoint and in the only state to go back to.
      const spec = specOf((spec) => {
        spec.training.epochs = 1;
        change(spec);
      });
      return trainingMemory(networkOf(spec, 4, 3), spec, 140);
    };
    const plain = needed(() => {});
    const parameters = 40 + 36 + 15;
    const optimizer = (next: RunSpec['training']['optimizer']) =>
      (needed((spec) => (spec.training.optimizer = next)) - plain) / 4 / parameters;
    expect(optimizer(newOptimizer('sgd'))).toBe(-6);
    expect(optimizer(newOptimizer('rmsProp'))).toBe(-3);
    expect(optimizer(newOptimizer('rmsProp', { centered: true, momentum: 0.9 }))).toBe(3);
    expect(optimizer(newOptimizer('amsGrad'))).toBe(3);
    expect(optimizer(newOptimizer('lbfgs', { historySize: 100 }))).toBe(3 * 201);
    expect(needed((spec) => (spec.training.precision = 'float64'))).toBeGreaterThan(1.5 * plain);
    expect(needed((spec) => (spec.model.layers[0]!.normalization = 'batch'))).toBeGreaterThan(plain);
  });

  it('counts nothing wrongly beyond what a number can hold', () => {
    const layer = newLayer(65_536, 'relu');
    const spec = specOf((spec) => (spec.model.layers = Array(64).fill(layer)));
    expect(trainingMemory(networkOf(spec, 1e12, 1_000), spec, 4e9)).toBe(Number.POSITIVE_INFINITY);
    expect(codes(spec, { train: 4e9, validation: 0, test: 0 })).toContain('memory_of_rows_too_large');
  });
});

type Change = (spec: RunSpec) => unknown;
const regression: Change = (spec) => {
  spec.data.task = 'regression';
  spec.training.loss = 'meanSquaredError';
};

/** Code, severity and path of what a change of a good spec brings about. */
const brought: [what: string, code: string, severity: string, path: string, change: Change][] = [
  [
    'a loss for numbers on classes',
    'loss_does_not_fit',
    'error',
    'training.loss',
    (spec) => (spec.training.loss = 'poisson'),
  ],
  [
    'cross entropy for two classes on three',
    'loss_does_not_fit',
    'error',
    'training.loss',
    (spec) => (spec.training.loss = 'binaryCrossEntropy'),
  ],
  [
    'step in a hidden layer',
    'step_untrainable',
    'error',
    'model.layers.1.activation',
    (spec) => (spec.model.layers[1]!.activation = 'step'),
  ],
  [
    'L-BFGS with mini-batches',
    'optimizer_needs_all_rows',
    'error',
    'training.batchSize',
    (spec) => (spec.training.optimizer = newOptimizer('lbfgs')),
  ],
  [
    'RProp with mini-batches',
    'optimizer_needs_all_rows',
    'error',
    'training.batchSize',
    (spec) => (spec.training.optimizer = newOptimizer('rProp')),
  ],
  [
    'L-BFGS with dropout',
    'optimizer_without_dropout',
    'error',
    'model.layers.0.dropout',
    (spec) => {
      spec.training.optimizer = newOptimizer('lbfgs');
      spec.training.batchSize = 'full';
      spec.model.layers[0]!.dropout = 0.5;
    },
  ],
  [
    'batch normalisation of one row',
    'batch_norm_one_row',
    'error',
    'training.batchSize',
    (spec) => {
      spec.training.batchSize = 1;
      spec.model.layers[0]!.normalization = 'batch';
    },
  ],
  [
    'a last batch of one row',
    'batch_norm_last_row',
    'warning',
    'model.layers.0.normalization',
    (spec) => {
      spec.training.batchSize = 33;
      spec.model.layers[0]!.normalization = 'batch';
    },
  ],
  [
    'accuracy of numbers',
    'monitor_does_not_fit',
    'error',
    'training.stopping.monitor',
    (spec) => {
      regression(spec);
      spec.training.stopping.monitor = 'accuracy';
    },
  ],
  [
    'an absolute error of classes',
    'monitor_does_not_fit',
    'error',
    'training.stopping.monitor',
    (spec) => (spec.training.stopping.monitor = 'meanAbsoluteError'),
  ],
  [
    'steps that are smaller than the smallest',
    'step_sizes_reversed',
    'error',
    'training.optimizer.stepMin',
    (spec) => {
      spec.training.optimizer = newOptimizer('rProp', { stepMin: 1, stepMax: 0.5 });
      spec.training.batchSize = 'full';
    },
  ],
  [
    'a negative deviation',
    'initializer_scale_negative',
    'error',
    'model.output.initializerScale',
    (spec) => {
      spec.model.output = { ...spec.model.output, initializer: 'normal', initializerScale: -1 };
    },
  ],
  [
    'weights that are all 0',
    'weights_alike',
    'warning',
    'model.layers.0.initializer',
    (spec) => (spec.model.layers[0]!.initializer = 'zeros'),
  ],
  [
    'a weight too few',
    'class_weights_count',
    'error',
    'training.lossSettings.classWeights',
    (spec) => (spec.training.lossSettings.classWeights = [1, 2]),
  ],
  [
    'weights of no class',
    'class_weights_need_classes',
    'error',
    'training.lossSettings.classWeights',
    (spec) => {
      regression(spec);
      spec.training.lossSettings.classWeights = 'balanced';
    },
  ],
  [
    'classes that do not count',
    'weights_all_zero',
    'error',
    'training.lossSettings.classWeights',
    (spec) => (spec.training.lossSettings.classWeights = [0, 0, 0]),
  ],
  ['hinge', 'hinge_scores', 'info', 'training.loss', (spec) => (spec.training.loss = 'hinge')],
  [
    'smoothed labels for hinge',
    'setting_without_effect',
    'warning',
    'training.lossSettings.labelSmoothing',
    (spec) => {
      spec.training.loss = 'hinge';
      spec.training.lossSettings.labelSmoothing = 0.1;
    },
  ],
  [
    'a warm-up that never ends',
    'warmup_too_long',
    'warning',
    'training.schedule.warmupEpochs',
    (spec) => {
      spec.training.epochs = 10;
      spec.training.schedule = { type: 'warmupCosine', warmupEpochs: 10, minimum: 0 };
    },
  ],
];

describe('a spec with', () => {
  it.each(brought)('%s', (_, code, severity, path, change) => {
    const spec = specOf();
    change(spec);
    expect(issuesOf(spec)).toContainEqual(expect.objectContaining({ code, severity, path }));
    expect(codes(specOf())).not.toContain(code);
  });

  it('a loss of its task, or one neuron, has nothing in its way', () => {
    for (const loss of ['categoricalCrossEntropy', 'hinge', 'focal'] as const) {
      const spec = specOf((spec) => (spec.training.loss = loss));
      expect(issuesOf(spec).filter(({ severity }) => severity === 'error')).toEqual([]);
    }
    const neuron = specOf((spec) => (spec.model.layers = []));
    expect(issuesOf(neuron).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('accuracy to be monitored needs validation rows', () => {
    const spec = specOf();
    spec.training.stopping.monitor = 'accuracy';
    expect(codes(spec)).not.toContain('monitor_needs_validation');
    expect(codes(spec, { ...rows, validation: 0 })).toContain('monitor_needs_validation');
  });
});
