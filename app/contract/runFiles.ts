// The files of a run's folder that another computer can open.

/** Files of a run's folder that are imported; the others are useful only on the computer that trained the run. */
export const runFileNames = {
  run: 'run.json',
  best: 'best.safetensors',
  evaluation: 'evaluation.json',
  history: 'history.jsonl',
  notes: 'notes.json',
} as const;
export type RunFile = keyof typeof runFileNames;
