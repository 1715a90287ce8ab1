// The insight calls: gradients, predictions, activations and weights of a network.
import { implement } from '@orpc/server';
import { insightCalls } from '../../contract/calls/insightCalls.ts';
import { withContractErrors } from '../appErrors.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { tryBalance } from './balanceTrial.ts';
import { diagnosesOf } from './doctor.ts';
import { freeze } from './freeze.ts';
import { checkGradients } from './gradientCheck.ts';
import { predictGrid } from './grid.ts';
import { pathOf } from './loss/path.ts';
import { losses } from './loss/plane.ts';
import { sliceLosses } from './loss/slice.ts';
import { testRates } from './rateTest.ts';
import { predictSample, sampleRows } from './rowSample.ts';
import { solveExactly } from './solve.ts';
import { measureSpeed } from './speed.ts';
import { takeStatistics } from './statistics.ts';
import { stepBatch } from './stepBatch.ts';
import { answerUnits } from './units.ts';
import { walkRow } from './walk.ts';
import { readWeights } from './weights.ts';

const os = implement(insightCalls);

export function insightRouter(session: WorkspaceSession) {
  return {
    solve: os.solve.handler(({ signal }) => solveExactly(session, signal)),
    gradients: os.gradients.handler(({ input, signal }) => checkGradients(session, input, signal)),
    rates: os.rates.handler(({ input, signal }) => testRates(session, input, signal)),
    balance: os.balance.handler(({ signal }) => withContractErrors(tryBalance(session, signal))),
    freeze: os.freeze.handler(({ input }) => freeze(session, input.weights)),
    walk: os.walk.handler(({ input, signal }) => walkRow(session, input, signal)),
    diagnoses: os.diagnoses.handler(({ signal }) => diagnosesOf(session, signal)),
    weights: os.weights.handler(({ input }) => readWeights(session, input)),
    speed: os.speed.handler(({ input }) => measureSpeed(session, input.threads)),
    statistics: os.statistics.handler(({ input, signal }) => takeStatistics(session, input, signal)),
    grid: os.grid.handler(({ input, signal }) => predictGrid(session, input, signal)),
    rows: os.rows.handler(({ input }) => sampleRows(session, input)),
    batch: os.batch.handler(() => stepBatch(session)),
    predictions: os.predictions.handler(({ input, signal }) => predictSample(session, input.weights, signal)),
    units: os.units.handler(({ input, signal }) => answerUnits(session, input, signal)),
    plane: os.plane.handler(({ input, signal }) => losses(session, input, signal)),
    slice: os.slice.handler(({ input, signal }) => sliceLosses(session, input, signal)),
    path: os.path.handler(({ input, signal }) => pathOf(session, input, signal)),
  };
}
