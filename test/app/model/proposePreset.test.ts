// How presets are trained, and which reasons go with them.
import { describe, expect, it } from 'vitest';
import { newOptimizer } from '../../../app/contract/spec/optimizers.ts';
import { type Preset, presetNeeds, presetOf, presets } from '../../../app/contract/spec/presets.ts';
import { type RunSpec, runSpecSchema, type TrainingSpec } from '../../../app/contract/spec/spec.ts';
import type { Task } from '../../../app/contract/spec/task.ts';
import { proposeModel, type TableFacts } from '../../../app/model/propose.ts';
import { proposePreset } from '../../../app/model/proposePreset.ts';

const facts: TableFacts = { task: 'regression', trainRows: 278, validationRows: 60, inputs: 8, outputs: 1 };

function specOf(task: Task = 'regression', said: Partial<TrainingSpec> = {}): RunSpec {
  const { model, training } = proposeModel({ ...facts, task }, { targets: ['y'] });
  const split = { train: 0.7, validation: 0.15, test: 0.15 };
  return {
    ...{ version: 1, seed: 1, data: { task, columns: [], split } },
    ...{ model, training: { ...training, ...said } },
  };
}
const afterPresets = (spec: RunSpec, ...chosen: Preset[]) =>
  chosen.reduce((now, preset) => proposePreset(facts, now, preset).spec, spec);
const codes = (spec: RunSpec, preset: Preset) =>
  proposePreset(facts, spec, preset).reasons.map(({ code }) => code);

describe.each<Task>(['regression', 'binary', 'multiclass'])('a preset for %s', (task) => {
  const spec = specOf(task);
  it.each(presets.filter((preset) => presetNeeds(preset, task) === null))(
    '%s is a whole spec that is known again, with reasons',
    (preset) => {
      const made = proposePreset({ ...facts, task }, spec, preset);
      expect(runSpecSchema.parse(made.spec)).toEqual(made.spec);
      expect(presetOf(made.spec)).toBe(preset);
      expect(made.reasons.length).toBeGreaterThan(0);
    },
  );
});

describe('linear regression', () => {
  it('is trained by L-BFGS on all rows, without weight decay or early stopping', () => {
    expect(afterPresets(specOf(), 'linearRegression').training).toMatchObject({
      optimizer: newOptimizer('lbfgs'),
      batchSize: 'full',
      patience: 0,
      stopping: { monitor: 'trainingLoss' },
    });
    expect(codes(specOf(), 'linearRegression')).toEqual(['preset_linear_regression', 'least_squares']);
  });

  it('keeps another optimizer that was chosen, without weight decay, and promises no least squares', () => {
    const optimizer = newOptimizer('momentum', { learningRate: 0.03, weightDecay: 0.1 });
    const { training } = afterPresets(specOf('regression', { optimizer }), 'linearRegression');
    expect(training.optimizer).toEqual({ ...optimizer, weightDecay: 0 });
    expect(codes(specOf('regression', { optimizer }), 'linearRegression')).not.toContain('least_squares');
  });

  it('follows the rows of another split, which the weight decay that was proposed does not show', () => {
    const other = { ...facts, trainRows: 340 };
    expect(proposePreset(other, specOf(), 'linearRegression').spec.training.optimizer.type).toBe('lbfgs');
  });

  it('leaves nothing of its training to the next preset', () => {
    expect(afterPresets(specOf(), 'linearRegression', 'small').training).toEqual(specOf().training);
  });
});

it('what a person changed stays with the next preset, and no reason speaks of it', () => {
  const spec = specOf('regression', { epochs: 33, batchSize: 7 });
  expect(afterPresets(spec, 'small').training).toMatchObject({ epochs: 33, batchSize: 7 });
  expect(codes(spec, 'small')).toEqual(['preset_small', 'weight_decay', 'search_offered']);
});

it('medium is the network that is proposed, for the same reasons', () => {
  const { model, training } = specOf();
  const made = proposePreset(facts, specOf(), 'medium');
  expect([made.spec.model, made.spec.training]).toEqual([model, training]);
  expect(made.reasons.map(({ code }) => code)).toEqual(
    proposeModel(facts, { targets: ['y'] }).reasons.map(({ code }) => code),
  );
});
