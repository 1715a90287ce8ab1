// What a run goes by: the settings it began with, and those that were changed while it went on.

import type { Change, Run } from '../../../app/contract/run/training.ts';
import type { OptimizerSpec } from '../../../app/contract/spec/optimizers.ts';
import type { BatchSize } from '../../../app/contract/spec/spec.ts';

export interface RunSettings {
  optimizer: OptimizerSpec;
  batchSize: BatchSize;
}
/** A requested change; the engine decides at which step it applies. */
export type SettingsChange = Omit<Change, 'step'>;

/** What a run goes by after these changes. */
export function settingsAfter({ training }: Run['spec'], changes: readonly SettingsChange[]): RunSettings {
  let { optimizer, batchSize } = training;
  for (const change of changes) {
    optimizer = change.optimizer ?? optimizer;
    batchSize = change.batchSize ?? batchSize;
  }
  return { optimizer, batchSize };
}
