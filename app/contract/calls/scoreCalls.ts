// The calls about how good the current run's model is.
import { z } from 'zod';
import { evaluationSchema } from '../run/evaluation.ts';
import { call } from './call.ts';

export const scoreCalls = {
  get: call.input(z.object({ runId: z.string() })).output(evaluationSchema),
  /** The same for display to a person: counted in `testViews` where it shows the test score. */
  view: call.input(z.object({ runId: z.string() })).output(evaluationSchema),
};
