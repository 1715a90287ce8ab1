// What the doctor gets to know about a run, and which of its settings are in force.
import type { DiagnosisValues } from '../../contract/issues/diagnoses.ts';
import type { Remedy } from '../../contract/issues/remedies.ts';
import type { Statistics } from '../../contract/run/insight.ts';
import { type Change, type EpochRecord, endedStates, type Progress } from '../../contract/run/training.ts';
import type { OptimizerSpec } from '../../contract/spec/optimizers.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';

export interface Examined {
  spec: RunSpec;
  records: readonly EpochRecord[];
  changes: readonly Change[];
  stepsPerEpoch: number;
  state: Progress['state'];
  /** null where the run's table is not open. */
  size: RunSize | null;
  /** Statistics of the present weights on training rows; null where they would take too long. */
  statistics: Statistics | null;
  updateRatios: Progress['updateRatios'];
  /** The cell that decides the loss, if there is one: its row number, its value, its magnitude in the network's own scale, and the
   *  mean magnitude of the others. */
  farCell: (DiagnosisValues<'far_cell'> & { isTarget: boolean }) | null;
  /** Inputs without scaling, with their largest magnitude in the network's own scale. */
  unscaled: readonly { column: string; size: number }[];
}

export interface RunSize {
  parameters: number;
  trainRows: number;
  validationRows: number;
}

/** Whether the run could still continue. */
export function isAlive({ state }: Examined): boolean {
  return !endedStates.includes(state);
}

export function optimizerOf({ spec, changes }: Examined): OptimizerSpec {
  return changes.findLast(({ optimizer }) => optimizer !== undefined)?.optimizer ?? spec.training.optimizer;
}

export function rateOf(run: Examined): number {
  return optimizerOf(run).learningRate;
}

/** Records since the last change of settings, without the epoch of the change; all records if there was none. Earlier ones do
 *  not reflect the present settings. */
export function recordsSinceChange({ records, changes, stepsPerEpoch }: Examined): readonly EpochRecord[] {
  const step = changes.at(-1)?.step;
  if (step === undefined || stepsPerEpoch === 0) return records;
  const changed = Math.ceil(step / stepsPerEpoch);
  const first = records.findLastIndex(({ epoch }) => epoch <= changed) + 1;
  return first === 0 ? records : records.slice(first);
}

/** Ten times the present weight decay, or `least` if it is 0; null for an optimizer without weight decay. */
export function moreWeightDecay(run: Examined, least: number): Remedy | null {
  const optimizer = optimizerOf(run);
  if (!('weightDecay' in optimizer)) return null;
  const { weightDecay } = optimizer;
  return { kind: 'weightDecay', value: weightDecay > 0 ? Math.min(1, 10 * weightDecay) : least };
}
