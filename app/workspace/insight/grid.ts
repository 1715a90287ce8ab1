// Predictions over a grid of one or two columns, with the others fixed, in the columns' own units.
import type { Grid, GridInput } from '../../contract/run/insight.ts';
import { rounded } from '../../export/rounding.ts';
import { predictInputs } from '../scoring/modelPredictions.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { numbersFile } from './floats.ts';
import { GridRows } from './gridRows.ts';
import { threadsBeside } from './insightProblem.ts';
import { networksOf } from './weightsOf.ts';

/** Most numbers of the feature matrix in memory at a time. */
const mostNumbers = 2_000_000;

/** Does not interrupt a run in progress. Throws AppError dataset_needed, spec_refused, run_needed, column_unknown,
 *  option_invalid. */
export async function predictGrid(
  session: WorkspaceSession,
  input: GridInput,
  signal: AbortSignal | undefined,
): Promise<Grid> {
  const { ground, networks } = await networksOf(session, input.weights);
  const grid = new GridRows(session, ground, input);
  const { engine } = session.options;
  const members = networks.map((layers) => rounded(layers));
  const { preparation, spec } = ground;
  const { network } = ground.settings;
  const piece = Math.max(1, Math.floor(mostNumbers / network.inputs));
  let values = new Float32Array(0);
  let outputs: string[] = [];
  for (let from = 0; from < grid.count; from += piece) {
    signal?.throwIfAborted();
    const rows = Math.min(piece, grid.count - from);
    const shown = await predictInputs(
      engine,
      { spec, preparation, members },
      { features: grid.features(from, rows), rows },
      { threads: threadsBeside(session), signal },
    );
    outputs = shown.kind === 'class' ? shown.classes : shown.names;
    if (values.length === 0) values = new Float32Array(grid.count * outputs.length);
    values.set(shown.kind === 'class' ? shown.probabilities : shown.values, from * outputs.length);
  }
  return {
    outputs,
    xSteps: input.x.steps,
    ySteps: input.y?.steps ?? 1,
    epoch: ground.epoch,
    values: numbersFile(values),
  };
}
