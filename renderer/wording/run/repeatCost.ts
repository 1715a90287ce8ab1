// What repeats of a training cost, before they begin, in words.

import type { RepeatsCost } from '../../../app/contract/run/repeats.ts';
import { m } from '../../paraglide/messages.js';
import { duration } from '../duration.ts';
import { numbers } from '../numbers.ts';

export function costWords({ seconds, memory, atOnce }: RepeatsCost): string {
  const values = { memory: numbers().bytes(memory), atOnce: numbers().whole(atOnce) };
  return seconds === null
    ? m.repeats_cost_memory(values)
    : m.repeats_cost({ ...values, time: duration(seconds) });
}
