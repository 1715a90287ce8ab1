// Starts, controls and ends the workspace's race. The entrants are checked before anything is allocated: each must be possible
// with the spec, and all of them together must fit into memory.
import { totalmem } from 'node:os';
import { AppError } from '../../contract/issues/errors.ts';
import { limits } from '../../contract/limits.ts';
import { memoryText } from '../../contract/memoryText.ts';
import type { Plan } from '../../contract/model.ts';
import { type RaceInput, raceLimits, watchablePace } from '../../contract/run/race.ts';
import { newOptimizer, type OptimizerSpec } from '../../contract/spec/optimizers.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import type { EngineRun } from '../../engine/engine.ts';
import { refuseEnsemble } from '../ensemble/refuseEnsemble.ts';
import { engineSettings, sharedParts } from '../spec/engineConfig.ts';
import { type Ground, groundOn } from '../table/ground.ts';
import { planSpec } from '../table/planSpec.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { LiveRace } from './liveRace.ts';
import { withOptimizer } from './withOptimizer.ts';

/** Memory for the paths of all entrants together, in bytes. */
const pathBudget = 32 * 2 ** 20;

/** Throws AppError dataset_needed, spec_refused, run_busy, race_busy, entrant_refused, race_too_large, out_of_memory. */
export async function startRace(
  session: WorkspaceSession,
  { entrants: optimizers, threads, epochsPerSecond, rates = 'chosen' }: RaceInput,
): Promise<{ raceId: string }> {
  if (session.live?.scoring) await session.live.scored();
  session.refuseBusy();
  const { spec } = session.state.value;
  if (spec !== null) refuseEnsemble(spec, 'race');
  // An issue with gradient descent would be an issue of every entrant.
  const ground = await groundOn(session.open, spec && withOptimizer(spec, newOptimizer('sgd')));
  if (spec === null) throw new Error('A ground has a spec.');
  const { parameters } = await checkedEntrants(session, spec, optimizers);
  const runs = await prepareRuns(session, ground, optimizers, threads);
  session.closeRace();
  const live = new LiveRace(
    {
      ...{ spec, optimizers, ground, parameters, runs, rates },
      pace: epochsPerSecond === undefined ? watchablePace(spec.training.epochs) : epochsPerSecond,
      pathPoints: pathPoints(spec, parameters, optimizers.length),
    },
    () => {
      if (session.race === live) session.change({ race: live.view() });
    },
  );
  session.race = live;
  live.race.start();
  return { raceId: live.id };
}

/** Refuses the first entrant that could not be trained, by its name, and more entrants than fit into memory. */
async function checkedEntrants(session: WorkspaceSession, spec: RunSpec, optimizers: OptimizerSpec[]) {
  const { open } = session;
  if (open === null) throw new AppError('dataset_needed', 'There is no table to race on; open a file first.');
  let [needed, parameters] = [0, 0];
  for (const [index, optimizer] of optimizers.entries()) {
    const plan = await planSpec(open.preparer, withOptimizer(spec, optimizer), []);
    const issues = plan.issues.filter(({ severity }) => severity === 'error');
    const [issue] = issues;
    if (issue !== undefined) {
      const entrant = index + 1;
      const sentence = `Entrant ${entrant} (${optimizer.type}) cannot race: ${issue.message}`;
      const said = { entrant, optimizer: optimizer.type, reason: issue.message, issue: issue.code };
      throw new AppError('entrant_refused', sentence, { ...issue.values, ...said }, { issues });
    }
    needed += plan.memory - (index === 0 ? 0 : sharedBytes(spec, plan));
    parameters = plan.parameters;
  }
  const available = Math.min(limits.memory.max, totalmem());
  if (needed > available) refuseMemory(needed, available, optimizers.length);
  return { parameters };
}

/** Bytes of the inputs of all rows, which the entrants share. */
function sharedBytes({ training }: RunSpec, { inputs, rows }: Plan): number {
  return inputs.length * (rows.train + rows.validation) * (training.precision === 'float64' ? 8 : 4);
}

function refuseMemory(needed: number, available: number, entrants: number): never {
  throw new AppError(
    'race_too_large',
    `${entrants} entrants together need ${memoryText(needed)} of memory, each with its own weights, and all sharing the rows; ${memoryText(available)} is the limit. Use fewer entrants, rows or units.`,
    { needed, available, entrants },
  );
}

/** One run per optimizer, all on the same rows. */
async function prepareRuns(
  session: WorkspaceSession,
  ground: Ground,
  optimizers: OptimizerSpec[],
  threads: number | undefined,
): Promise<EngineRun[]> {
  const { engine } = session.options;
  const runs: EngineRun[] = [];
  session.change({ activity: { kind: 'preparing', fileName: ground.table.fileName, fraction: null } });
  try {
    const { table, preparation, spec } = ground;
    const parts = await sharedParts(engine, table, preparation, ground, optimizers.length);
    // Another window may have started something meanwhile.
    session.refuseBusy();
    const each = Math.max(1, Math.floor((threads ?? engine.info().threads) / optimizers.length));
    for (const optimizer of optimizers) {
      const settings = engineSettings(withOptimizer(spec, optimizer), preparation);
      runs.push(engine.createRun({ ...settings, ...parts, threads: each }));
    }
    return runs;
  } catch (error) {
    for (const run of runs) run.dispose();
    throw error;
  } finally {
    session.change({ activity: null });
  }
}

/** Most points per path; 0 if the network is too large for a plane. */
function pathPoints({ training }: RunSpec, parameters: number, entrants: number): number {
  if (parameters > raceLimits.planeParameters.max) return 0;
  const bytes = parameters * (training.precision === 'float64' ? 8 : 4);
  return Math.min(raceLimits.pathPoints.max, Math.floor(pathBudget / (entrants * Math.max(1, bytes))));
}

/** Throws AppError race_needed. */
export function needRace({ race }: WorkspaceSession): LiveRace {
  if (race !== null) return race;
  throw new AppError('race_needed', 'There is no race; start one first.');
}

/** Applies a command to a race in progress. Throws AppError race_needed, race_not_running. */
export function steerRace(
  session: WorkspaceSession,
  command: (live: LiveRace) => void,
): { revision: number } {
  const live = needRace(session);
  if (!live.busy) throw new AppError('race_not_running', 'This race is over; start another one.');
  command(live);
  return { revision: session.state.value.revision };
}

export function closeRace(session: WorkspaceSession): { revision: number } {
  session.closeRace();
  return { revision: session.state.value.revision };
}

export function raceOf(session: WorkspaceSession, raceId: string): LiveRace {
  const live = needRace(session);
  if (live.id === raceId) return live;
  throw new AppError('race_needed', 'That race was closed; open the current one.');
}
