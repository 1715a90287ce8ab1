// Curves of the current run's predictions, on the rows of one part of the open table.
import { AppError } from '../../contract/issues/errors.ts';
import type { Curves, CurvesInput } from '../../contract/run/curves.ts';
import type { ResidualDistribution, ResidualDistributionInput } from '../../contract/run/residuals.ts';
import { calibrationOf } from '../../evaluation/conformal/calibration.ts';
import { classCurves } from '../../evaluation/curves/classCurves.ts';
import { residualsOf } from '../../evaluation/residuals/residualsOf.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { scoredRun } from './scoredRun.ts';

/** Throws what scoredRun throws, and AppError option_invalid for a class that the model does not have; rejects with an AbortError. */
export async function curvesOf(
  session: WorkspaceSession,
  input: CurvesInput,
  signal: AbortSignal | undefined,
): Promise<Curves> {
  const { truth, predictions } = await (await scoredRun(session, input.runId)).part(input.part);
  const classes = predictions.kind === 'class' ? predictions.classes.length : 0;
  if (predictions.kind !== 'class' || input.class >= classes)
    throw outOfRange('class', 'classes', classes, input.class);
  return classCurves(truth, predictions, input.class, signal);
}

/** Throws what scoredRun throws, and AppError option_invalid for a target that the model does not have, nothing_to_score. */
export async function residualDistributionOf(
  session: WorkspaceSession,
  { runId, part, target }: ResidualDistributionInput,
  signal: AbortSignal | undefined,
): Promise<ResidualDistribution> {
  const scored = await scoredRun(session, runId);
  const { truth, predictions, rows } = await scored.part(part);
  signal?.throwIfAborted();
  const targets = predictions.kind === 'numeric' ? predictions.names.length : 0;
  if (predictions.kind !== 'numeric' || target >= targets)
    throw outOfRange('target', 'numeric targets', targets, target);
  if (rows.length === 0) {
    const { fileName } = scored.ground.table;
    throw new AppError('nothing_to_score', `There are no ${part} rows of ${fileName}; choose another part.`, {
      file: fileName,
    });
  }
  const calibration = await calibrationFor(scored, part);
  signal?.throwIfAborted();
  return residualsOf(truth, predictions, target, calibration);
}

/** The margins that the model keeps, or those of its validation rows; null for rows that they come from. */
async function calibrationFor(
  { model, part: predicted, ground }: Awaited<ReturnType<typeof scoredRun>>,
  part: ResidualDistributionInput['part'],
) {
  if (part !== 'test') return null;
  if (model.calibration !== undefined || ground.newRows) return model.calibration ?? null;
  const { truth, predictions } = await predicted('validation');
  return calibrationOf(truth, predictions);
}

function outOfRange(option: string, what: string, count: number, found: number): AppError {
  const expected = count === 0 ? `a model with ${what}` : `0 to ${count - 1}`;
  return new AppError(
    'option_invalid',
    `The ${option} ${found} is not one of the model's: it has ${count} ${what}.`,
    { option, expected, found },
  );
}
