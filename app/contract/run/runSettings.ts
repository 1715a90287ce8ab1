// The present settings of a run: those it began with, and the changes during the run.

import type { OptimizerSpec } from '../spec/optimizers.ts';
import type { BatchSize } from '../spec/spec.ts';
import type { Change, Run } from './training.ts';

export interface RunSettings {
  optimizer: OptimizerSpec;
  batchSize: BatchSize;
}
/** A requested change; the engine decides at which step it applies. */
export type SettingsChange = Omit<Change, 'step'>;

/** The settings after these changes. */
export function settingsAfter({ training }: Run['spec'], changes: readonly SettingsChange[]): RunSettings {
  let { optimizer, batchSize } = training;
  for (const change of changes) {
    optimizer = change.optimizer ?? optimizer;
    batchSize = change.batchSize ?? batchSize;
  }
  return { optimizer, batchSize };
}
