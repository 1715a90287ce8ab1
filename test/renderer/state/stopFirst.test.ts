// Actions that a run in progress does not allow. The backend is a double: it is busy until the test says otherwise.
import { ORPCError } from '@orpc/client';
import { beforeEach, expect, test } from 'vitest';
import {
  type InProgress,
  StopFirst,
  type StopHolder,
  type StopQuestion,
} from '../../../renderer/state/run/stopFirst.ts';

/** Everything that only waits for a promise has run. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
const refusal = (code: string) => new ORPCError('APP_ERROR', { data: { code, values: {} }, message: code });

class Backend implements StopHolder {
  going: InProgress | null = 'run';
  scores = false;
  at = 1;
  stops: InProgress[] = [];
  question: StopQuestion | null = null;
  /** What stopping is refused with. */
  stopRefusal: string | null = null;
  #waiting: (() => void)[] = [];

  inProgress = () => this.going;
  scoring = () => this.scores;
  revision = () => this.at;
  stateAfter = (revision: number) =>
    this.at > revision ? Promise.resolve() : new Promise<void>((resolve) => this.#waiting.push(resolve));
  stop = async (what: InProgress) => {
    this.stops.push(what);
    if (this.stopRefusal !== null) throw refusal(this.stopRefusal);
  };
  asked = (question: StopQuestion | null) => {
    this.question = question;
  };

  /** A state comes, as the workspace passes it on. */
  async state(going: InProgress | null, scores = false): Promise<void> {
    this.going = going;
    this.scores = scores;
    this.at += 1;
    for (const resume of this.#waiting.splice(0)) resume();
    stopFirst.stateCame();
    await settled();
  }
  /** An action that is refused while something is in progress or being scored. */
  work = async (): Promise<string> => {
    this.tries += 1;
    if (this.going !== null || this.scores) throw refusal(this.going === 'race' ? 'race_busy' : 'run_busy');
    return 'done';
  };
  tries = 0;
}

let backend: Backend;
let stopFirst: StopFirst;
let outcome: string | null;

beforeEach(() => {
  backend = new Backend();
  stopFirst = new StopFirst(backend);
  outcome = null;
});

async function attempt(action: Parameters<StopFirst['attempt']>[0] = { kind: 'open', file: 'iris.csv' }) {
  void stopFirst.attempt(action, backend.work).then(
    (value) => {
      outcome = value;
    },
    (error: Error) => {
      outcome = error.name === 'AbortError' ? 'left' : error.message;
    },
  );
  await settled();
}

test('what nothing hinders is done without a question', async () => {
  backend.going = null;
  await attempt();
  expect(outcome).toBe('done');
  expect(backend.tries).toBe(1);
});

test('the action is repeated when the run was stopped and scored, and the question goes', async () => {
  await attempt();
  expect(backend.question).toEqual({
    action: { kind: 'open', file: 'iris.csv' },
    inProgress: 'run',
    stopping: false,
  });
  stopFirst.stop();
  await settled();
  expect(backend.stops).toEqual(['run']);
  expect(backend.question?.stopping).toBe(true);
  await backend.state(null, true);
  expect(outcome).toBeNull();
  expect(backend.question?.stopping).toBe(true);
  await backend.state(null);
  expect(outcome).toBe('done');
  expect(backend.question).toBeNull();
});

test('a race is stopped as a run is', async () => {
  backend.going = 'race';
  await attempt();
  expect(backend.question?.inProgress).toBe('race');
  stopFirst.stop();
  await settled();
  await backend.state(null);
  expect(backend.stops).toEqual(['race']);
  expect(outcome).toBe('done');
});

test('a run that has ended before it could be stopped is no failure', async () => {
  backend.stopRefusal = 'run_not_running';
  await attempt();
  stopFirst.stop();
  await settled();
  await backend.state(null);
  expect(outcome).toBe('done');
});

test('an action that is left is neither done nor a failure, and is counted', async () => {
  await attempt();
  stopFirst.leave();
  await settled();
  expect(outcome).toBe('left');
  expect(stopFirst.left).toBe(1);
  expect(backend.question).toBeNull();
  expect(backend.stops).toEqual([]);
});

test('another action takes the place of the one that is asked about', async () => {
  await attempt();
  await attempt({ kind: 'undo' });
  expect(outcome).toBe('left');
  expect(backend.question?.action.kind).toBe('undo');
});

test('the question goes when the run has ended by itself, and the file is not opened behind a person’s back', async () => {
  await attempt();
  await backend.state(null, true);
  expect(backend.question).toBeNull();
  expect(outcome).toBe('left');
});

test('an edit is made when the run has ended by itself, since the form shows it already', async () => {
  await attempt({ kind: 'edit' });
  await backend.state(null, true);
  await backend.state(null);
  expect(outcome).toBe('done');
  expect(backend.stops).toEqual([]);
});

test('while a run that has ended is being scored an action waits without a question', async () => {
  backend.going = null;
  backend.scores = true;
  await attempt();
  expect(backend.question).toBeNull();
  expect(outcome).toBeNull();
  await backend.state(null);
  expect(outcome).toBe('done');
});

test('a run of another program is not ours to stop: the refusal is passed on', async () => {
  backend.going = null;
  void stopFirst
    .attempt({ kind: 'deleteRun', run: 'iris' }, () => Promise.reject(refusal('run_busy')))
    .catch((error: Error) => {
      outcome = error.message;
    });
  await settled();
  expect(outcome).toBe('run_busy');
  expect(backend.question).toBeNull();
});
