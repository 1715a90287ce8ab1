import { expect, test, vi } from 'vitest';
import { Follower } from '../../../renderer/state/follow.ts';

test('one call is in flight at a time, and what changes meanwhile is asked for once', async () => {
  vi.useFakeTimers();
  const follower = new Follower({ everyMs: 10 });
  const stop = new AbortController();
  const answers: (() => void)[] = [];
  const ask = vi.fn(() => new Promise<void>((resolve) => answers.push(resolve)));
  const done = follower.follow(ask, () => {}, stop.signal);
  await vi.advanceTimersByTimeAsync(100);
  expect(ask).not.toHaveBeenCalled();
  follower.touch();
  await vi.advanceTimersByTimeAsync(0);
  follower.touch();
  follower.touch();
  await vi.advanceTimersByTimeAsync(100);
  expect(ask).toHaveBeenCalledTimes(1);
  answers[0]!();
  // It took 100 ms, so the backend gets as long for others.
  await vi.advanceTimersByTimeAsync(90);
  expect(ask).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(20);
  expect(ask).toHaveBeenCalledTimes(2);
  answers[1]!();
  await vi.advanceTimersByTimeAsync(500);
  expect(ask).toHaveBeenCalledTimes(2);
  stop.abort();
  await done;
  vi.useRealTimers();
});

test('a call that fails is told, and the next change asks anew', async () => {
  const follower = new Follower({ everyMs: 0 });
  const stop = new AbortController();
  const failures: unknown[] = [];
  let calls = 0;
  const done = follower.follow(
    () => {
      calls++;
      if (calls === 2) stop.abort();
      return calls === 1 ? Promise.reject(new Error('gone')) : Promise.resolve();
    },
    (error) => {
      failures.push(error);
      follower.touch();
    },
    stop.signal,
  );
  follower.touch();
  await done;
  expect(failures).toHaveLength(1);
  expect(calls).toBe(2);
});
