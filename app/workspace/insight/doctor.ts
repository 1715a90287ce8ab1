// The doctor's diagnoses on the current run: from its losses, and from its layers' activations and gradients where these are cheap to compute.

import type { Diagnosis } from '../../contract/issues/diagnoses.ts';
import { AppError } from '../../contract/issues/errors.ts';
import type { Preparation } from '../../contract/model.ts';
import type { Statistics } from '../../contract/run/insight.ts';
import { meanHistory } from '../../contract/run/memberHistory.ts';
import { type FarCell, farCell } from '../../dataset/preparation/farCell.ts';
import { rowValue } from '../../dataset/table/rowName.ts';
import { layerShapes } from '../../model/network.ts';
import { examine } from '../../training/doctor/examine.ts';
import type { Examined, RunSize } from '../../training/doctor/examined.ts';
import { groundOfRun } from '../runs/groundOfRun.ts';
import type { LiveRun } from '../runs/liveRun.ts';
import { type Ground, partRows } from '../table/ground.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { insightProblem } from './insightProblem.ts';
import { currentRun } from './weightsOf.ts';

/** Most multiplications per examination: some hundredths of a second. */
const mostWork = 1e8;
const rowsExamined = 500;

/** Throws AppError run_needed. */
export async function diagnosesOf(
  session: WorkspaceSession,
  signal: AbortSignal | undefined,
): Promise<Diagnosis[]> {
  const run = currentRun(session);
  const { state, stepsPerEpoch } = run.progress;
  const ground = await openGround(session, run);
  return examine({
    spec: run.spec,
    records: meanHistory(run.records),
    changes: run.changes,
    stepsPerEpoch,
    updateRatios: run.training?.usualRatios.value ?? null,
    state,
    size: ground === null ? null : sizeOf(ground),
    statistics: ground === null || run.progress.epoch === 0 ? null : await statisticsOf(session, signal),
    farCell: ground === null ? null : await farCellOf(ground),
    unscaled: ground === null ? [] : await unscaledInputs(session, ground.preparation),
  });
}

/** The search reads whole columns; a run has one preparation, and the doctor is asked once a second. */
const farCells = new WeakMap<Preparation, Promise<FarCell | null>>();

async function farCellOf({ table, split, preparation }: Ground): Promise<Examined['farCell']> {
  let found = farCells.get(preparation);
  if (found === undefined) {
    found = farCell(table, preparation, [split.train, split.validation]);
    farCells.set(preparation, found);
  }
  const far = await found;
  return far === null ? null : { ...far, row: rowValue(table, far.row) };
}

/** null where the run's table is not open, or its spec no longer fits it. */
async function openGround(session: WorkspaceSession, run: LiveRun): Promise<Ground | null> {
  if (session.open === null || run.given?.shown) return null;
  try {
    return await groundOfRun(session, run);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

function sizeOf({ settings, split }: Ground): RunSize {
  return {
    parameters: layerShapes(settings.network).reduce((sum, { parameters }) => sum + parameters, 0),
    trainRows: split.train.length,
    validationRows: split.validation.length,
  };
}

/** null if the network is too large to examine at once, or if there are no rows or weights. */
async function statisticsOf(
  session: WorkspaceSession,
  signal: AbortSignal | undefined,
): Promise<Statistics | null> {
  try {
    let rows = 0;
    const { problem } = await insightProblem(session, 'last', (ground) => {
      const { inputs, layers } = ground.settings.network;
      const widths = [inputs, ...layers.map(({ units }) => units)];
      const weights = widths.slice(1).reduce((sum, units, i) => sum + units * widths[i]!, 0);
      rows = Math.min(rowsExamined, Math.floor(mostWork / (3 * weights)));
      return rows < 20 ? new Uint32Array(0) : partRows(ground, 'train', rows);
    });
    if (rows < 20) return null;
    return { rows, ...(await session.options.engine.statistics(problem, signal)) };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof AppError) return null;
    throw error;
  }
}

async function unscaledInputs(session: WorkspaceSession, { inputs }: Preparation) {
  const columns = session.open?.table.columns ?? [];
  return inputs.flatMap((input) => {
    if (input.kind !== 'numeric' || !isUnscaled(input)) return [];
    const column = columns.find(({ name }) => name === input.column);
    const size = Math.max(Math.abs(column?.min ?? 0), Math.abs(column?.max ?? 0));
    return [{ column: input.column, size }];
  });
}

/** Whether the input is unscaled, whatever its settings are called: (x - 0) / 1. */
function isUnscaled(input: { mean: number; scale: number }): boolean {
  return input.mean === 0 && input.scale === 1;
}
