// A training that is kept in memory only: no folder, no checkpoints.
import type { Change } from '../../contract/run/training.ts';
import type { Engine } from '../../engine/engine.ts';
import type { RunStore } from '../../training/runStore.ts';
import { Training } from '../../training/training.ts';
import type { TrainingRows } from './sharedRows.ts';

const nowhere: RunStore = {
  appendHistory: async () => {},
  saveProgress: async () => {},
  saveCheckpoint: async () => {},
  forget: async () => {},
};

/** Has not begun. Throws AppError out_of_memory. @param changes of settings during the training, at their steps */
export function memoryTraining(
  engine: Engine,
  { ground, train, validation }: TrainingRows,
  { threads, changes = [], changed }: { threads: number; changes?: readonly Change[]; changed: () => void },
): Training {
  const run = engine.createRun({ ...ground.settings, train, validation, threads, changes: [...changes] });
  const { epochs } = ground.settings;
  return new Training(run, nowhere, { epochs, earlierChanges: changes, onChange: changed });
}
