// Learning-rate finder: from fresh weights, one step at each of many growing learning rates. Also suggests the rate at which
// the loss falls fastest.
import type { z } from 'zod';
import { AppError } from '../../contract/issues/errors.ts';
import { type RateTest, rateTestDefaults, type rateTestInputSchema } from '../../contract/run/insight.ts';
import type { RangeTest } from '../../engine/insight.ts';
import { engineParts, engineSettings } from '../spec/engineConfig.ts';
import type { Ground } from '../table/ground.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { threadsBeside } from './insightProblem.ts';
import { groundOf } from './weightsOf.ts';

/** Throws AppError dataset_needed, spec_refused, option_invalid, optimizer_unsuited. */
export async function testRates(
  session: WorkspaceSession,
  input: z.infer<typeof rateTestInputSchema>,
  signal: AbortSignal | undefined,
): Promise<RateTest> {
  const usual = rateTestDefaults;
  const { from = usual.from, to = usual.to, steps = usual.steps } = input;
  if (from >= to) {
    const values = { option: 'from', expected: `below ${to}`, found: String(from) };
    throw new AppError('option_invalid', `from must be below ${to}; it is ${from}.`, values);
  }
  const ground = await groundOf(session);
  const { type } = ground.spec.training.optimizer;
  if (type === 'rProp' || type === 'lbfgs')
    throw new AppError(
      'optimizer_unsuited',
      `The learning-rate finder does not work for ${type}, which chooses its own step size; choose another optimizer.`,
      { optimizer: type },
    );
  const found = await rangeTestOf(session, ground, { from, to, steps }, signal);
  const shown = (loss: number) => (Number.isFinite(loss) ? loss : null);
  return {
    rates: [...found.rates],
    losses: Array.from(found.losses, shown),
    smoothed: Array.from(found.smoothed, shown),
    suggested: found.suggested,
    stoppedEarly: found.stoppedEarly,
  };
}

/** From fresh weights of the spec, with its optimizer. */
export async function rangeTestOf(
  session: WorkspaceSession,
  ground: Ground,
  range: { from: number; to: number; steps: number },
  signal: AbortSignal | undefined,
): Promise<RangeTest> {
  const { engine } = session.options;
  const config = {
    ...engineSettings(ground.spec, ground.preparation),
    ...(await engineParts(engine, ground.table, ground.preparation, ground)),
    threads: threadsBeside(session),
  };
  return engine.rangeTest(config, range, signal);
}
