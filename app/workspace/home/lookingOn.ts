// What a backend refuses that only looks at its home folder (access.ts).
import { AppError } from '../../contract/issues/errors.ts';

/** Calls that write into the home folder or train; `workspace.open` refuses models by itself. */
const writing = new Set([
  'workspace.keep',
  'workspace.undo',
  'workspace.redo',
  'evaluation.threshold',
  'runs.note',
  'runs.remove',
  'runs.restore',
  'runs.import',
  'runs.clear',
  'packs.open',
  ...['start', 'pause', 'resume', 'resumeIn', 'step', 'stop', 'change', 'rewind', 'branch'].map(
    (name) => `training.${name}`,
  ),
  'lessons.train',
  'lessons.rewind',
  ...['start', 'keep', 'stop', 'take'].map((name) => `repeats.${name}`),
  ...['start', 'resume', 'keep', 'stop', 'take', 'close'].map((name) => `search.${name}`),
]);

/** Throws AppError looks_on for a call that only the owner answers. */
export function refuseWriting(path: readonly string[]): void {
  if (writing.has(path.join('.'))) throw looksOn();
}

export function looksOn(): AppError {
  return new AppError('looks_on', 'This window only looks on: it trains nothing and changes nothing.');
}
