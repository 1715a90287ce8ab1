// The line beside the transport: where the run is, how fast, and how long it will take.
import type { Progress } from '../../../app/contract/training.ts';
import { m } from '../../paraglide/messages.js';
import { numbers } from '../../wording/numbers.ts';

const minute = 60;
const hour = 60 * minute;

/** A length of time in the unit that fits: under a second, 12 seconds, 3 minutes, 2.5 hours. */
export function duration(seconds: number): string {
  const unit = seconds < 99.5 ? 'second' : seconds < 90 * minute ? 'minute' : 'hour';
  const size = { second: 1, minute, hour }[unit];
  const value =
    unit === 'hour' ? Math.round((seconds / size) * 10) / 10 : Math.max(1, Math.round(seconds / size));
  return new Intl.NumberFormat(numbers().locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

export function progressTitle(progress: Progress): string {
  const values = { epoch: numbers().whole(progress.epoch), epochs: numbers().whole(progress.epochs) };
  switch (progress.state) {
    case 'ready':
      return m.progress_ready(values);
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
      ? m.progress_rate({ rows: numbers().whole(roundedRate(progress.rowsPerSecond)) })
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
