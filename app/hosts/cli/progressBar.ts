// One line on a terminal that is drawn over itself while a network trains. Where stderr is no terminal it draws nothing.
import type { EpochRecord, Progress } from '../../contract/training.ts';
import { duration, figure } from './figures.ts';

/** The part of stderr that is used. */
export interface Screen {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

/** Places of the bar with its brackets and the space after it; words go before it gets shorter than the least. */
const leastBar = 13;
const mostBar = 33;

export class ProgressBar {
  #drawn = false;

  constructor(private readonly screen: Screen = process.stderr) {}

  draw(progress: Progress, last: EpochRecord | undefined): void {
    if (!this.screen.isTTY) return;
    const { epoch, epochs, secondsLeft } = progress;
    const words = [`${epoch}/${epochs}`];
    if (last !== undefined) words.push(`training ${figure(last.trainLoss)}`);
    if (typeof last?.validationLoss === 'number') words.push(`validation ${figure(last.validationLoss)}`);
    if (secondsLeft !== null) words.push(`${duration(secondsLeft)} left`);
    // One place stays free: a terminal that is written full goes to the next line.
    const width = (this.screen.columns || 80) - 1;
    let text = words.join('  ');
    while (words.length > 1 && width - text.length < leastBar) {
      words.pop();
      text = words.join('  ');
    }
    const places = Math.min(mostBar, width - text.length) - 3;
    const full = Math.round(Math.max(0, places) * Math.min(1, epoch / epochs));
    const bar = places < 1 ? '' : `[${'#'.repeat(full)}${'.'.repeat(places - full)}] `;
    this.screen.write(`\r${bar}${text.slice(0, width)}\u001b[K`);
    this.#drawn = true;
  }

  /** Makes room for other lines. */
  clear(): void {
    if (this.#drawn) this.screen.write('\r\u001b[K');
    this.#drawn = false;
  }
}
