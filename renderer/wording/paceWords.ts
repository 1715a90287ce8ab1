// A pace in words: `1 epoch/s`, `80 epochs/s`.

import { m } from '../paraglide/messages.js';
import { numbers } from './numbers.ts';

/** @param pace epochs a second. */
export function paceWords(pace: number): string {
  return m.pace_some({ epochs: m.count_epochs({ count: pace, text: numbers().exact(pace) }) });
}
