// A whole spec of a table with one number column, for tests of what is made of specs.
import { type RunSpec, runSpecSchema } from '../../../app/contract/spec/spec.ts';
import { proposeModel } from '../../../app/model/propose.ts';

export function exampleSpec(): RunSpec {
  const facts = { task: 'regression' as const, trainRows: 100, validationRows: 20, inputs: 1, outputs: 1 };
  const { model, training } = proposeModel(facts, { targets: ['y'], hidden: [8] });
  const data: RunSpec['data'] = {
    task: 'regression',
    columns: [
      { name: 'x', role: 'feature', type: 'number' },
      { name: 'y', role: 'target', type: 'number' },
    ],
    split: { train: 0.7, validation: 0.15, test: 0.15 },
  };
  return runSpecSchema.parse({ version: 1, seed: 1, data, model, training });
}
