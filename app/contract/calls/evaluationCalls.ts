// The calls about the current run's model: its scores, and what explains and judges it.
import { z } from 'zod';
import { evaluationSchema } from '../run/evaluation.ts';
import { call } from './call.ts';
import { errorCalls } from './errorCalls.ts';
import { explanationCalls } from './explanationCalls.ts';
import { judgingCalls } from './judgingCalls.ts';

export const evaluationCalls = {
  get: call.input(z.object({ runId: z.string() })).output(evaluationSchema),
  /** The same for display to a person: counted in `testViews` where it shows the test score. */
  view: call.input(z.object({ runId: z.string() })).output(evaluationSchema),
  ...judgingCalls,
  ...errorCalls,
  ...explanationCalls,
};
