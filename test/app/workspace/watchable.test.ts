import { describe, expect, it } from 'vitest';
import { Watchable } from '../../../app/workspace/watchable.ts';

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
});
