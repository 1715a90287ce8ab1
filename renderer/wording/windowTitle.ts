// The window's title: the screen, and before it how far a run in progress is, so that a tab or a taskbar tells it too.
// A desktop shows the same share at the program's picture.

import type { Progress } from '../../app/contract/run/training.ts';
import { m } from '../paraglide/messages.js';
import { numbers } from './numbers.ts';

export function windowTitle(screen: string, progress: Progress | null): string {
  const name = `${screen} · ${m.app_name()}`;
  const done = shareDone(progress);
  if (done === null) return name;
  const share = numbers().percent(done);
  return progress?.state === 'paused' ? m.title_paused({ share, name }) : m.title_running({ share, name });
}

/** Of a run in progress, in whole hundredths, 0 to 1; null where there is none. */
export function shareDone(progress: Progress | null): number | null {
  if (progress === null || progress.epochs === 0) return null;
  if (progress.state !== 'running' && progress.state !== 'paused') return null;
  return Math.floor((100 * progress.epoch) / progress.epochs) / 100;
}
