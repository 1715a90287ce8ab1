// One line on a terminal that is drawn over itself while a network trains. Where stderr is no terminal it draws nothing.
import type { EpochRecord, Progress } from '../../contract/training.ts';
import { duration, figure } from './figures.ts';

/** The part of stderr that is used. */
export interface Screen {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

export class ProgressBar {
  #drawn = false;

  constructor(private readonly screen: Screen = process.stderr) {}

  draw(progress: Progress, last: EpochRecord | undefined): void {
    if (!this.screen.isTTY) return;
    const { epoch, epochs, secondsLeft } = progress;
    const losses =
      last === undefined
        ? []
        : [
            `training loss ${figure(last.trainLoss)}`,
            ...(last.validationLoss === null ? [] : [`validation ${figure(last.validationLoss)}`]),
          ];
    const left = secondsLeft === null ? [] : [`at most ${duration(secondsLeft)} left`];
    const words = [`epoch ${epoch} of ${epochs}`, ...losses, ...left].join(', ');
    const places = Math.min(30, (this.screen.columns ?? 80) - words.length - 5);
    const full = Math.round(places * Math.min(1, epoch / epochs));
    const bar = places < 5 ? '' : `[${'#'.repeat(full)}${'.'.repeat(places - full)}] `;
    this.screen.write(`\r${`${bar}${words}`.slice(0, (this.screen.columns ?? 80) - 1)}\u001b[K`);
    this.#drawn = true;
  }

  /** Makes room for other lines. */
  clear(): void {
    if (this.#drawn) this.screen.write('\r\u001b[K');
    this.#drawn = false;
  }
}
