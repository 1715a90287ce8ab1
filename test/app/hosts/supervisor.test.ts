import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HolderFacts } from '../../../app/contract/holder.ts';
import { type BackendEvents, type StartOptions, Supervisor } from '../../../app/hosts/supervisor.ts';

interface Started {
  options: StartOptions;
  events: BackendEvents;
  stop: () => Promise<void>;
}

describe('the supervisor', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  const setup = () => {
    const started: Started[] = [];
    const told: string[] = [];
    const watches: ((holder: HolderFacts | null) => void)[] = [];
    const supervisor = new Supervisor<Started>(
      (options, events) => {
        const backend = { options, events, stop: async () => void told.push('stopped in order') };
        started.push(backend);
        return backend;
      },
      {
        ready: () => told.push('ready'),
        stopped: (how) => told.push(`stopped ${how}`),
        failed: (sentence) => told.push(sentence),
        held: ({ pid, left }) => told.push(left ? `left by ${pid}` : `held by ${pid}`),
        replaced: () => told.push('replaced'),
      },
      undefined,
      (tell) => {
        watches.push(tell);
        return () => void watches.splice(watches.indexOf(tell), 1);
      },
    );
    supervisor.start();
    const last = () => started.at(-1) as Started;
    return { supervisor, started, told, last, watches };
  };

  it('hands out the process once it is ready, to whoever waited and to whoever comes later', async () => {
    const { supervisor, last } = setup();
    const early = supervisor.whenReady();
    last().events.ready();
    expect(await early).toBe(last());
    expect(await supervisor.whenReady()).toBe(last());
  });

  it('starts another one at once, and tells it how the one before ended', () => {
    const { started, told, last } = setup();
    last().events.ready();
    last().events.exited('SIGSEGV');
    vi.advanceTimersByTime(0);
    expect(started.map(({ options }) => options)).toEqual([
      { restore: true },
      { restore: true, restartedAfter: 'SIGSEGV' },
    ]);
    expect(told).toEqual(['ready', 'stopped SIGSEGV']);
  });

  it('waits longer each time one dies soon, leaves the stored state alone, and gives up with a sentence', async () => {
    const { supervisor, started, told, last } = setup();
    for (const delay of [0, 250, 1_000, 2_000]) {
      last().events.exited('exit code 1');
      vi.advanceTimersByTime(Math.max(0, delay - 1));
      const before = started.length;
      vi.advanceTimersByTime(1);
      expect(started.length - (delay === 0 ? 1 : before)).toBe(1);
    }
    expect(started.map(({ options }) => options.restore)).toEqual([true, true, true, false, false]);
    const waiting = supervisor.whenReady();
    last().events.exited('exit code 1');
    expect(told.at(-1)).toMatch(/stopped 5 times in a row \(last: exit code 1\) and is not restarted\./);
    expect(supervisor.failure).toBe(told.at(-1));
    expect(await waiting).toBeNull();
    expect(await supervisor.whenReady()).toBeNull();
    vi.advanceTimersByTime(60_000);
    expect(started).toHaveLength(5);
  });

  it('gives up at once when the process says why it cannot work here', async () => {
    const { supervisor, started, told, last } = setup();
    const waiting = supervisor.whenReady();
    last().events.unable('There is no engine.');
    last().events.exited('exit code 0');
    vi.advanceTimersByTime(60_000);
    expect(await waiting).toBeNull();
    expect(told).toEqual(['There is no engine.', 'stopped in order']);
    expect(started).toHaveLength(1);
  });

  it('waits for a person where another process has the home folder', async () => {
    const { supervisor, started, told, last } = setup();
    const waiting = supervisor.whenReady();
    const holder = { pid: 7, kind: null, since: '', page: null, refusal: '' };
    last().events.held(holder);
    last().events.exited('exit code 0');
    vi.advanceTimersByTime(60_000);
    expect(await waiting).toBeNull();
    expect([supervisor.holder, started.length]).toEqual([holder, 1]);
    supervisor.choose('look');
    supervisor.choose('look');
    expect(told).toEqual(['stopped in order', 'held by 7']);
    last().events.exited('SIGSEGV');
    vi.advanceTimersByTime(0);
    expect(started.slice(1).map(({ options }) => options)).toEqual([
      { restore: true, choice: 'look' },
      { restore: true, choice: 'look', restartedAfter: 'SIGSEGV' },
    ]);
  });

  it('tells when the other process has left the folder, or another one has it, until a person chooses', async () => {
    const { supervisor, told, last, watches } = setup();
    last().events.held({ pid: 7, kind: null, since: '', page: null, refusal: 'busy' });
    const [tell] = watches;
    tell?.(null);
    expect(supervisor.holder).toMatchObject({ pid: 7, left: true });
    tell?.({ pid: 8, kind: 'desktop', since: '', page: null });
    expect(supervisor.holder).toEqual({ pid: 8, kind: 'desktop', since: '', page: null, refusal: '' });
    expect(told.slice(1)).toEqual(['held by 7', 'left by 7', 'held by 8']);
    supervisor.choose('takeOver');
    expect([supervisor.holder, watches.length]).toEqual([null, 0]);
  });

  it('a person who looks on may take over later: the process that looked on ends, and is not heard any more', async () => {
    const { supervisor, started, told, last } = setup();
    last().events.held({ pid: 7, kind: null, since: '', page: null, refusal: '' });
    supervisor.choose('look');
    const guest = last();
    guest.events.ready();
    supervisor.choose('takeOver');
    expect(supervisor.looksOn).toBe(false);
    const waiting = supervisor.whenReady();
    await vi.advanceTimersByTimeAsync(0);
    guest.events.exited('exit code 0');
    last().events.ready();
    expect(await waiting).toBe(last());
    expect(started.map(({ options }) => options.choice)).toEqual([undefined, 'look', 'takeOver']);
    expect(told.slice(-4)).toEqual(['ready', 'replaced', 'stopped in order', 'ready']);
  });

  it('begins to count anew after one that lived', () => {
    const { started, told, last } = setup();
    for (let i = 0; i < 20; i++) {
      last().events.ready();
      vi.advanceTimersByTime(10_000);
      last().events.exited('SIGKILL');
      vi.advanceTimersByTime(0);
    }
    expect(started).toHaveLength(21);
    expect(told.filter((line) => line.includes('times in a row'))).toEqual([]);
  });

  it('starts nothing after it was closed, whatever happens then', async () => {
    const { supervisor, started, told, last } = setup();
    const waiting = supervisor.whenReady();
    await supervisor.close();
    expect(await waiting).toBeNull();
    last().events.ready();
    last().events.exited('SIGTERM');
    vi.advanceTimersByTime(60_000);
    expect(started).toHaveLength(1);
    expect(told).toEqual(['stopped in order']);
  });

  it('closed while it waits to start another one, starts none', async () => {
    const { supervisor, started, last } = setup();
    last().events.exited('SIGSEGV');
    await supervisor.close();
    vi.advanceTimersByTime(60_000);
    expect(started).toHaveLength(1);
  });
});
