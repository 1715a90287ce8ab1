// The window's title: the screen's name, after the progress of a run, so that a tab or taskbar shows it too. The desktop window shows
// the same progress at the program's icon.

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

/** Progress of the run in progress, 0 to 1, rounded down to hundredths; null without one. */
export function shareDone(progress: Progress | null): number | null {
  if (progress === null || progress.epochs === 0) return null;
  if (progress.state !== 'running' && progress.state !== 'paused') return null;
  return Math.floor((100 * progress.epoch) / progress.epochs) / 100;
}
