// What a spec means for the open table: the rows of each part, how columns become inputs, the resulting network and its cost,
// and what prevents training.
import { AppError } from '../../contract/issues/errors.ts';
import type { Reason } from '../../contract/issues/reasons.ts';
import { inputNames, outputCount, type Plan } from '../../contract/model.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import type { Split } from '../../dataset/split/split.ts';
import { checkModel } from '../../model/check.ts';
import { trainingMemory } from '../../model/memory.ts';
import { networkOf } from '../../model/network.ts';
import { reasonsThatHold } from '../../model/reasonsThatHold.ts';
import { withoutOff, withWholeIndices } from '../../model/switchedOff.ts';
import { networkPlan } from './networkPlan.ts';
import { preparedBy } from './prepareData.ts';
import type { Preparer } from './preparer.ts';

/** Plans the network of the layers that are switched on; the issues number layers as in `whole`. Of the reasons in `said`,
 *  those that still hold are kept. */
export async function planSpec(preparer: Preparer, whole: RunSpec, said: Reason[]): Promise<Plan> {
  const spec = withoutOff(whole);
  const { split, preparation, issues } = await preparer.prepare(preparedBy(spec));
  const rows = {
    train: split.train.length,
    validation: split.validation.length,
    test: split.test.length,
    withoutTarget: split.withoutTarget,
    duplicates: split.duplicates,
  };
  if (preparation === null)
    return {
      inputs: [],
      preparation,
      layers: [],
      outputs: [],
      parameters: 0,
      memory: 0,
      rows,
      // Which reasons still hold depends on row counts, which are unknown here.
      reasons: said,
      issues,
    };

  const network = networkOf(spec, inputNames(preparation).length, outputCount(preparation.target));
  const ofNetwork = spec.training.ensemble === undefined ? rows : rowsOfNetwork(rows, split);
  return {
    ...networkPlan(spec, preparation),
    memory: trainingMemory(network, spec, rows.train + rows.validation + rows.test),
    rows,
    reasons: reasonsThatHold(said, spec, ofNetwork),
    issues: [
      ...issues,
      ...(await preparer.leaksOf(spec.data)),
      ...checkModel(spec, { network, rows: ofNetwork }).map((issue) => withWholeIndices(whole, issue)),
    ],
  };
}

/** Rows that one network learns from and is validated on: of an ensemble, those of its first member. */
function rowsOfNetwork(rows: Plan['rows'], { folds: [fold] = [] }: Split): Plan['rows'] {
  if (fold === undefined) return rows;
  return { ...rows, train: rows.train - fold.length, validation: fold.length };
}

/** The error where there is no spec because no target is chosen. */
export function targetNeeded(): AppError {
  const sentence = 'Choose the column to predict first.';
  return new AppError('spec_refused', sentence, { reason: sentence, issue: 'target_needed' });
}

/** Throws AppError spec_refused with the sentence of the first issue of severity error, if there is one. */
export function refuseBlocked(plan: Plan) {
  const issues = plan.issues.filter(({ severity }) => severity === 'error');
  const [blocking] = issues;
  if (blocking === undefined) return;
  const values = { ...blocking.values, reason: blocking.message, issue: blocking.code };
  throw new AppError('spec_refused', blocking.message, values, { issues });
}
