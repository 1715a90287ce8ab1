// One line on a terminal that is drawn over itself while a network trains. Where stderr is not a terminal it draws nothing.
import type { EpochRecord, Progress } from '../../../contract/run/training.ts';
import { duration, figure } from './figures.ts';
import { type Screen, ScreenLine } from './screenLine.ts';

/** Terminal columns of the bar with its brackets and the space after it; words go before it gets shorter than the least. */
const leastBar = 13;
const mostBar = 33;

export class ProgressBar {
  #line: ScreenLine;

  constructor(screen?: Screen) {
    this.#line = new ScreenLine(screen);
  }

  draw(progress: Progress, last: EpochRecord | undefined): void {
    const { epoch, epochs, secondsLeft } = progress;
    const words = [`${epoch}/${epochs}`];
    if (last !== undefined) words.push(`training ${figure(last.trainLoss)}`);
    if (typeof last?.validationLoss === 'number') words.push(`validation ${figure(last.validationLoss)}`);
    if (secondsLeft !== null) words.push(`${duration(secondsLeft)} left`);
    this.#drawShare(epoch / epochs, words);
  }

  /** Several trainings: `share` (0..1) of their work is done. */
  drawSeveral(share: number, words: string, secondsLeft: number | null): void {
    this.#drawShare(share, [words, ...(secondsLeft === null ? [] : [`${duration(secondsLeft)} left`])]);
  }

  /** The last words go first where there is no room. */
  #drawShare(share: number, words: string[]): void {
    const { width } = this.#line;
    let text = words.join('  ');
    while (words.length > 1 && width - text.length < leastBar) {
      words.pop();
      text = words.join('  ');
    }
    const columns = Math.min(mostBar, width - text.length) - 3;
    const full = Math.round(Math.max(0, columns) * Math.min(1, share));
    const bar = columns < 1 ? '' : `[${'#'.repeat(full)}${'.'.repeat(columns - full)}] `;
    this.#line.draw(`${bar}${text}`);
  }

  clear(): void {
    this.#line.clear();
  }
}
