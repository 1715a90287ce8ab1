// The backend's side of unpacking, with a double of the process: what it says is not trusted, and how it ends is known.
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ChildEvents, UnpackRequest } from '../../../../app/dataset/source/unpacker/unpackerPort.ts';
import { unpackInChild } from '../../../../app/dataset/source/unpacker/unpackInChild.ts';
import { limitsFor } from '../../../../app/dataset/source/unpacker/unpackLimits.ts';

const request: UnpackRequest = {
  ...{ container: 'json', path: '/data/a.json', fileName: 'a.json', bytes: 100, modified: 0 },
  ...{ output: '/tmp/x/out', sheet: null, sample: false, limits: limitsFor(100) },
};

/** A process that `lives` and ends when it is killed. */
function unpacking(lives: (events: ChildEvents) => void, signal?: AbortSignal) {
  const kill = vi.fn();
  const onFraction = vi.fn();
  const outcome = unpackInChild(
    (_request, events) => {
      queueMicrotask(() => lives(events));
      return { kill: () => [kill(), queueMicrotask(() => events.exited('SIGKILL'))] };
    },
    request,
    { signal, onFraction },
  );
  return { outcome, kill, onFraction };
}

const failed = { type: 'failed', code: 'csv_unreadable', message: 'No.', values: { file: 'a.json' } };

describe('the process', () => {
  it('is killed after its answer, and what it says later counts no more', async () => {
    const { outcome, kill, onFraction } = unpacking(({ message }) => {
      message({ type: 'progress', fraction: 0.5 });
      message({ type: 'done', sheets: ['a'] });
      message({ type: 'progress', fraction: 0.9 });
      message(failed);
    });
    expect(await outcome).toEqual({ sheets: ['a'] });
    expect(kill).toHaveBeenCalledOnce();
    expect(onFraction.mock.calls).toEqual([[0.5]]);
  });

  it('may say that the file is of another kind, or why it cannot be read', async () => {
    expect(await unpacking(({ message }) => message({ type: 'otherKind' })).outcome).toBeNull();
    await expect(unpacking(({ message }) => message(failed)).outcome).rejects.toMatchObject({
      code: 'csv_unreadable',
      message: 'No.',
      values: { file: 'a.json' },
    });
  });

  it.each([
    ['nothing', null],
    ['a word', 'done'],
    ['no sheets', { type: 'done' }],
    ['a sheet without a name', { type: 'done', sheets: [1] }],
    ['a long name', { type: 'done', sheets: ['a'.repeat(2_000)] }],
    ['something more', { type: 'done', sheets: [], more: 1 }],
    ['no number', { type: 'progress', fraction: Number.NaN }],
    ['an error that no file causes', { ...failed, code: 'run_busy' }],
    ['a long sentence', { ...failed, message: 'a'.repeat(100_000) }],
    ['a value that is no text', { ...failed, values: { file: { toString: 'x' } } }],
  ])('that says %s has stopped', async (_what, said) => {
    await expect(unpacking(({ message }) => message(said)).outcome).rejects.toMatchObject({
      code: 'unpack_stopped',
    });
  });

  it.each(['SIGSEGV', 'exit code 134', 'spawn ENOENT'])('that ends by %s has stopped', async (how) => {
    await expect(unpacking(({ exited }) => exited(how)).outcome).rejects.toMatchObject({
      code: 'unpack_stopped',
      values: { file: 'a.json', how },
    });
  });

  it('that reports a bug of ours shows it as one', async () => {
    const bug = { type: 'bug', message: 'x is undefined', stack: 'Error: x is undefined\n  at y' };
    await expect(unpacking(({ message }) => message(bug)).outcome).rejects.toThrow('x is undefined');
  });

  it('is killed when its time is over', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { outcome, kill } = unpacking(() => vi.advanceTimersByTime(60_000));
    await expect(outcome).rejects.toMatchObject({
      code: 'unpack_refused',
      message:
        'a.json (100 bytes) was not read: it takes longer than 60 s. If you trust it, save its table as CSV and open that.',
    });
    expect(kill).toHaveBeenCalledOnce();
  });

  it('is killed when the caller gives up, and is not started when it had', async () => {
    const controller = new AbortController();
    const { outcome, kill } = unpacking(() => controller.abort(new Error('enough')), controller.signal);
    await expect(outcome).rejects.toThrow('enough');
    expect(kill).toHaveBeenCalledOnce();
    const never = unpacking(() => {}, controller.signal);
    await expect(never.outcome).rejects.toThrow('enough');
    expect(never.kill).not.toHaveBeenCalled();
  });
});
