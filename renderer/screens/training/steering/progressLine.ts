// The line beside the transport: where the run is, how fast, and how long it will take.

import type { Progress } from '../../../../app/contract/run/training.ts';
import { m } from '../../../paraglide/messages.js';
import { counts } from '../../../wording/counts.ts';
import { duration } from '../../../wording/duration.ts';
import { numbers } from '../../../wording/numbers.ts';
import { isOnlyWeights, membersLine } from '../../../wording/runProgress.ts';

export function progressTitle(progress: Progress): string {
  const values = { epoch: numbers().whole(progress.epoch), epochs: numbers().whole(progress.epochs) };
  if (isOnlyWeights(progress)) return m.progress_only_weights();
  if (progress.state !== 'ready' && progress.members !== undefined)
    return membersLine(progress.state, progress.members);
  switch (progress.state) {
    case 'ready':
      return m.progress_ready({ epochs: counts.epochs(progress.epochs) });
    case 'running':
      return m.progress_running(values);
    case 'paused':
      return m.progress_paused(values);
    case 'finished':
      return m.progress_finished(values);
    case 'stopped':
      return m.progress_stopped(values);
    case 'diverged':
      return m.progress_diverged(values);
    case 'interrupted':
      return m.progress_interrupted(values);
    case 'failed':
      return m.progress_failed(values);
  }
}

export function progressDetail(progress: Progress): string {
  const rate =
    progress.rowsPerSecond > 0
      ? m.progress_rate({ rows: numbers().compact(roundedRate(progress.rowsPerSecond)) })
      : '';
  if (progress.state === 'running') return [timeLeft(progress.secondsLeft), rate].filter(Boolean).join(', ');
  const taken =
    progress.seconds > 0
      ? m.progress_taken({
          time: progress.seconds < 1 ? m.progress_under_second() : duration(progress.seconds),
        })
      : '';
  return [taken, rate].filter(Boolean).join(', ');
}

function timeLeft(seconds: number | null): string {
  if (seconds === null) return '';
  return seconds < 1 ? m.progress_left_under_second() : m.progress_left({ time: duration(seconds) });
}

/** Three digits are enough to compare, and do not flicker. */
function roundedRate(rate: number): number {
  return Number(rate.toPrecision(3));
}
