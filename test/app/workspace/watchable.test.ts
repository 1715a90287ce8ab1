import { afterEach, describe, expect, it, vi } from 'vitest';
import { Watchable } from '../../../app/workspace/watchable.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('Watchable', () => {
  it('begins with the present value and goes on with the newest, leaving out what came between', async () => {
    const value = new Watchable(1);
    const stream = value.watch(undefined);
    expect((await stream.next()).value).toBe(1);
    value.set(2);
    value.set(3);
    expect((await stream.next()).value).toBe(3);
  });

  it('ends when its signal is aborted, also while it waits', async () => {
    const value = new Watchable(1);
    const abort = new AbortController();
    const stream = value.watch(abort.signal);
    await stream.next();
    const waiting = stream.next();
    abort.abort();
    expect((await waiting).done).toBe(true);
  });

  it('never loses the change that comes while its reader is busy', async () => {
    const value = new Watchable('a');
    const stream = value.watch(undefined);
    await stream.next();
    value.set('b');
    expect((await stream.next()).value).toBe('b');
    value.set('c');
    expect((await stream.next()).value).toBe('c');
  });

  it('tells ten changes a second, but at once what somebody waits for', async () => {
    // Time stands still: only what does not wait for it comes.
    vi.useFakeTimers();
    const value = new Watchable(1);
    const stream = value.watch(undefined);
    await stream.next();
    const told: (number | undefined)[] = [];
    const next = () => stream.next().then(({ value: one }) => told.push(one as number));
    const second = next();
    value.set(2);
    await vi.advanceTimersByTimeAsync(99);
    expect(told).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await second;
    const third = next();
    value.set(3);
    value.changed(true);
    await third;
    expect(told).toEqual([2, 3]);
  });
});
