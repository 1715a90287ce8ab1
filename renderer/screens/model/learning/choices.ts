// The choices that "Propose again" keeps: the same columns and rows, with everything else proposed anew.

import type { Choices } from '../../../../app/contract/spec/choices.ts';
import type { RunSpec } from '../../../../app/contract/spec/spec.ts';
import type { Dataset } from '../../../../app/contract/table/dataset.ts';

export function choicesOf(spec: RunSpec, dataset: Dataset): Choices {
  const named = (role: string) => spec.data.columns.filter((column) => column.role === role);
  const typeInFile = new Map(dataset.columns.map((column) => [column.name, column.type]));
  const [weight] = named('weight');
  return {
    targets: named('target').map((column) => column.name),
    task: spec.data.task,
    ignore: named('ignored').map((column) => column.name),
    categorical: named('feature')
      .filter((column) => column.type === 'category' && typeInFile.get(column.name) === 'number')
      .map((column) => column.name),
    ...(weight !== undefined && { sampleWeight: weight.name }),
    split: spec.data.split,
    seed: spec.seed,
  };
}
