// The files of a run's folder among those of a folder that was dropped.

import { type RunFile, runFileNames } from '../../../app/contract/runFiles.ts';

export type RunFiles = { run: File; best: File } & Partial<Record<RunFile, File>>;

/** null where the folder is not that of a run that has weights. */
export function runFilesOf(files: readonly File[]): RunFiles | null {
  const found: Partial<Record<RunFile, File>> = {};
  for (const [which, name] of Object.entries(runFileNames)) {
    const file = files.find((one) => one.name === name);
    if (file) found[which as RunFile] = file;
  }
  const { run, best } = found;
  return run && best ? { ...found, run, best } : null;
}
