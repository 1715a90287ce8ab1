// Calls that judge the current run's model beyond its evaluation: curves over thresholds, residuals, and the threshold it predicts by.
import { z } from 'zod';
import { curvesInputSchema, curvesSchema } from '../run/curves.ts';
import { residualDistributionInputSchema, residualDistributionSchema } from '../run/residuals.ts';
import { errorCostsSchema, thresholdSchema } from '../run/threshold.ts';
import { call, done } from './call.ts';

export const judgingCalls = {
  /** One class against the rest, over all thresholds. */
  curves: call.input(curvesInputSchema).output(curvesSchema),
  /** The distribution of one target's errors, and the coverage of its intervals. */
  residualDistribution: call.input(residualDistributionInputSchema).output(residualDistributionSchema),
  /** The probability above which the run's model of two classes predicts the second one; it is kept with the run and in its model file,
   *  and the run is scored by it. 0.5 is what it is without a threshold. `costs` are kept with the run. Can be undone. */
  threshold: call
    .input(z.object({ runId: z.string(), threshold: thresholdSchema, costs: errorCostsSchema.optional() }))
    .output(done),
};
