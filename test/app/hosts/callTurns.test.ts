// A page's calls take turns: at most 32 at once, the others in the order in which they came.
import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { CallTurns } from '../../../app/hosts/callTurns.ts';
import type { Frame } from '../../../app/hosts/frame.ts';

const call = (id: number) => JSON.stringify({ i: String(id), p: { u: '/app/info' } });
const cancelled = (id: number) => JSON.stringify({ i: String(id), t: 4 });

/** Turns whose calls end when `end` says so. */
function heldTurns() {
  const begun: Frame[] = [];
  const ends = new Map<Frame, () => void>();
  const turns = new CallTurns((frame) => {
    begun.push(frame);
    return new Promise<void>((resolve) => ends.set(frame, resolve));
  });
  return {
    turns,
    begun,
    end: async (frame: Frame) => {
      ends.get(frame)?.();
      await setImmediate();
      await setImmediate();
    },
  };
}

it('32 calls of a page are in progress at once, and each end begins the next one', async () => {
  const { turns, begun, end } = heldTurns();
  for (let id = 0; id < 40; id++) turns.take(call(id));
  expect(begun).toHaveLength(32);
  await end(call(7));
  expect(begun.slice(32)).toEqual([call(32)]);
  await end(call(0));
  await end(call(1));
  expect(begun.slice(32)).toEqual([call(32), call(33), call(34)]);
});

it('a cancellation does not wait, and a call that waits is not begun after it', async () => {
  const { turns, begun, end } = heldTurns();
  for (let id = 0; id < 34; id++) turns.take(call(id));
  turns.take(cancelled(32));
  expect(begun.at(-1)).toBe(cancelled(32));
  await end(call(0));
  expect(begun.at(-1)).toBe(call(33));
});

it('a call that fails makes room, too', async () => {
  let begun = 0;
  const turns = new CallTurns(async () => {
    begun++;
    throw new Error('refused');
  });
  for (let id = 0; id < 100; id++) turns.take(call(id));
  while (begun < 100) await setImmediate();
  expect(begun).toBe(100);
});

it('nothing that waits is begun once the page is gone', async () => {
  const { turns, begun, end } = heldTurns();
  for (let id = 0; id < 40; id++) turns.take(call(id));
  turns.close();
  await end(call(0));
  expect(begun).toHaveLength(32);
});
