// The window's title: the screen, and before it how far a run in progress is, so that a tab or a taskbar tells it too.
import type { Progress } from '../../app/contract/training.ts';
import { m } from '../paraglide/messages.js';
import { numbers } from './numbers.ts';

export function windowTitle(screen: string, progress: Progress | null): string {
  const place = `${screen} · ${m.app_name()}`;
  if (progress === null || progress.epochs === 0) return place;
  const share = numbers().percent(Math.floor((100 * progress.epoch) / progress.epochs) / 100);
  if (progress.state === 'running') return m.title_running({ share, place });
  if (progress.state === 'paused') return m.title_paused({ share, place });
  return place;
}
