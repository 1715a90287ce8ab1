// How a race leads its entrants, driven through the engine's port by doubles that do nothing until they are told what was done.
import { expect, it } from 'vitest';
import type { EngineRun, Snapshot } from '../../../app/engine/engine.ts';
import { Race } from '../../../app/training/race.ts';

class EngineRunDouble implements EngineRun {
  /** Since it was last read. */
  commands: string[] = [];
  disposed = false;
  #listener: (snapshot: Snapshot) => void = () => {};
  onSnapshot(listener: (snapshot: Snapshot) => void) {
    this.#listener = listener;
  }
  start = () => void this.commands.push('start');
  pause = () => void this.commands.push('pause');
  step = (unit: string) => void this.commands.push(unit);
  stop = () => void this.commands.push('stop');
  change() {}
  rewind() {}
  weights = () => [];
  newestRows = () => ({ rows: new Uint32Array(), taken: false });
  checkpoint = () => null;
  checkpoints = () => [];
  checkpointAt = () => null;
  forgetHistory() {}
  dispose = () => {
    this.disposed = true;
  };
  told(): string[] {
    return this.commands.splice(0);
  }
  report(state: Snapshot['state'], epoch: number) {
    this.#listener({
      ...{ state, epoch, step: epoch, stepsPerEpoch: 1, seconds: 0, rowsPerSecond: 0, best: null },
      ...{ learningRate: 0.1, reason: null, divergedAt: null, cause: null, records: [], changes: [] },
      ...{ updateRatios: null, historyVersion: 0 },
    });
  }
}

function raceOfTwo(pace: number | null = null) {
  const [first, second] = [new EngineRunDouble(), new EngineRunDouble()];
  const race = new Race([first, second], { epochs: 5_000, pace, pathPoints: 10, onChange: () => {} });
  return { first, second, race, told: () => [first.told(), second.told()] };
}

it('the next epoch begins when everybody has taken the one before', () => {
  const { first, second, race, told } = raceOfTwo();
  race.start();
  expect(told()).toEqual([['epoch'], ['epoch']]);
  first.report('paused', 1);
  expect(told()).toEqual([[], []]);
  second.report('paused', 1);
  expect(told()).toEqual([['epoch'], ['epoch']]);
});

it('after the first thousand epochs a race at full speed lets everybody go', () => {
  const { first, second, race, told } = raceOfTwo();
  race.start();
  first.report('paused', 1_000);
  second.report('paused', 1_000);
  expect(told()).toEqual([
    ['epoch', 'start'],
    ['epoch', 'start'],
  ]);
});

it('who is behind after a pause comes up to the others with the next step, which they wait for', () => {
  const { first, second, race, told } = raceOfTwo();
  race.start();
  first.report('paused', 1_000);
  second.report('paused', 1_000);
  told();
  race.pause();
  expect(told()).toEqual([['pause'], ['pause']]);
  first.report('paused', 1_200);
  second.report('paused', 1_199);
  race.step();
  expect(told()).toEqual([[], ['epoch']]);
  second.report('paused', 1_200);
  expect(race.state).toBe('paused');
  race.step();
  expect(told()).toEqual([['epoch'], ['epoch']]);
  first.report('paused', 1_201);
  expect(race.state).toBe('running');
  second.report('paused', 1_201);
  expect(race.state).toBe('paused');
});

it('a race that is told to go on before it has come to rest waits for that', () => {
  const { first, second, race, told } = raceOfTwo();
  race.start();
  race.pause();
  race.start();
  expect(told()).toEqual([
    ['epoch', 'pause'],
    ['epoch', 'pause'],
  ]);
  first.report('paused', 0);
  second.report('paused', 1);
  expect(told()).toEqual([['epoch'], []]);
  first.report('paused', 1);
  expect(told()).toEqual([['epoch'], ['epoch']]);
});

it('another pace takes those in hand who run freely', () => {
  const { first, second, race, told } = raceOfTwo();
  race.start();
  first.report('paused', 1_000);
  second.report('paused', 1_000);
  told();
  race.setPace(0.25);
  expect(told()).toEqual([['pause'], ['pause']]);
  first.report('paused', 1_300);
  second.report('paused', 1_300);
  // The next epoch is due in four seconds.
  expect(told()).toEqual([[], []]);
  race.dispose();
});

it('who has ended is freed and waited for no longer; the race ends with the last one', () => {
  const { first, second, race, told } = raceOfTwo();
  race.start();
  told();
  first.report('diverged', 0);
  expect(first.disposed).toBe(true);
  second.report('paused', 1);
  expect(told()).toEqual([[], ['epoch']]);
  expect(race.state).toBe('running');
  second.report('finished', 2);
  expect(race.state).toBe('finished');
  expect(second.disposed).toBe(true);
});

it('a race that is stopped is so once everybody has', () => {
  const { first, second, race, told } = raceOfTwo(1);
  race.start();
  race.stop();
  expect(told()).toEqual([['stop'], ['stop']]);
  first.report('stopped', 0);
  expect(race.state).toBe('running');
  second.report('stopped', 0);
  expect(race.state).toBe('stopped');
});
