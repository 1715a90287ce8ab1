// Edits of the spec on their way to a backend, which is a double here: it answers when the test says so.
import { once } from 'node:events';
import { ORPCError } from '@orpc/client';
import { beforeEach, expect, test } from 'vitest';
import type { RunSpec } from '../../../app/contract/spec/spec.ts';
import type { Failure } from '../../../renderer/state/failure.ts';
import { SpecEdits, type SpecHolder } from '../../../renderer/state/specEdits.ts';
import { lineSpec } from '../runs/keptRuns.ts';

type Sent = Parameters<SpecHolder['set']>[0];

/** The backend as the page sees it: one spec with a revision, and calls that wait for an answer. */
class Backend implements SpecHolder {
  held: RunSpec | null = lineSpec;
  at = 1;
  readonly calls: Sent[] = [];
  #answers: { resolve: (done: { revision: number }) => void; reject: (error: unknown) => void }[] = [];
  #waiting: { past: number; resume: () => void }[] = [];

  spec = () => this.held;
  revision = () => this.at;
  set = (edit: Sent) => {
    this.calls.push(edit);
    return new Promise<{ revision: number }>((resolve, reject) => this.#answers.push({ resolve, reject }));
  };
  stateAfter = (revision: number) =>
    this.at > revision
      ? Promise.resolve()
      : new Promise<void>((resume) => this.#waiting.push({ past: revision, resume }));

  /** A state comes; of an edit that was taken it is the new spec. */
  async moveOn(spec = this.held): Promise<void> {
    this.held = spec;
    this.at += 1;
    for (const { past, resume } of this.#waiting.splice(0)) {
      if (this.at > past) resume();
      else this.#waiting.push({ past, resume });
    }
    await settled();
  }
  /** The call is answered; the state that it leads to has not come yet. @param states that come before that one */
  async answer(states = 0): Promise<void> {
    this.#answers.shift()?.resolve({ revision: this.at + 1 + states });
    await settled();
  }
  async accept(): Promise<void> {
    await this.answer();
    await this.moveOn(this.calls.at(-1)!.spec);
  }
  async refuse(code: string): Promise<void> {
    this.#answers.shift()?.reject(new ORPCError('APP_ERROR', { data: { code, values: {} }, message: code }));
    await settled();
  }
  /** A person keeps training instead. */
  async leave(): Promise<void> {
    this.#answers.shift()?.reject(new DOMException('left', 'AbortError'));
    await settled();
  }
}

/** Everything that only waits for a promise has run. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
const epochs = (count: number) => (spec: RunSpec) => ({
  ...spec,
  training: { ...spec.training, epochs: count },
});
const sentEpochs = () => backend.calls.map(({ spec }) => spec.training.epochs);

let backend: Backend;
let edits: SpecEdits;
let draft: RunSpec | null;
let failure: Failure | null;
beforeEach(() => {
  backend = new Backend();
  draft = null;
  failure = null;
  edits = new SpecEdits(backend, {
    draft: (next) => {
      draft = next;
    },
    failure: (next) => {
      failure = next;
    },
  });
});

test('an edit shows at once, and until the state that it led to has come', async () => {
  edits.edit(epochs(20));
  expect(draft?.training.epochs).toBe(20);
  expect(backend.calls).toMatchObject([{ revision: 1, amends: false, spec: { training: { epochs: 20 } } }]);
  await backend.answer();
  expect(draft?.training.epochs).toBe(20);
  await backend.moveOn(backend.calls[0]?.spec);
  expect(draft).toBeNull();
  expect(failure).toBeNull();
});

test('an edit made behind one whose run is closed first is made from the state with the first edit', async () => {
  edits.edit(epochs(20));
  await backend.answer(1);
  edits.edit(epochs(21));
  // The state without the run.
  await backend.moveOn();
  expect(sentEpochs()).toEqual([20]);
  await backend.moveOn(backend.calls[0]!.spec);
  expect(backend.calls[1]).toMatchObject({ revision: 3, spec: { training: { epochs: 21 } } });
  await backend.accept();
  expect(failure).toBeNull();
  expect(backend.held?.training.epochs).toBe(21);
});

test('edits made while one is on its way are one call, with the newest spec', async () => {
  edits.edit(epochs(20));
  for (const count of [21, 22, 23]) edits.edit(epochs(count));
  await settled();
  expect(sentEpochs()).toEqual([20]);
  await backend.accept();
  expect(sentEpochs()).toEqual([20, 23]);
  expect(backend.calls[1]?.revision).toBe(2);
  await backend.accept();
  expect(sentEpochs()).toEqual([20, 23]);
  expect(draft).toBeNull();
});

test('an edit is made from the draft, not from what the backend has', async () => {
  edits.edit(epochs(20));
  edits.edit((spec) => ({ ...spec, seed: 7 }));
  await backend.accept();
  expect(backend.calls[1]?.spec).toMatchObject({ seed: 7, training: { epochs: 20 } });
});

test('without a spec there is nothing to edit', () => {
  backend.held = null;
  edits.edit(epochs(20));
  expect(draft).toBeNull();
  expect(backend.calls).toEqual([]);
});

test('later edits of one gesture amend the first, another gesture does not', async () => {
  const drag = {};
  edits.edit(epochs(20), drag);
  edits.edit(epochs(21), drag);
  await backend.accept();
  await backend.accept();
  edits.edit(epochs(22), {});
  await backend.accept();
  expect(backend.calls.map(({ amends }) => amends)).toEqual([false, true, false]);
});

test('a gesture that was ended begins a change of its own when it goes on', async () => {
  const drag = {};
  edits.edit(epochs(20), drag);
  await backend.accept();
  edits.endGesture();
  edits.edit(epochs(21), drag);
  expect(backend.calls.map(({ amends }) => amends)).toEqual([false, false]);
});

test('a call that carries an edit of its own beside those of a gesture is a change of its own', async () => {
  const drag = {};
  edits.edit(epochs(20), drag);
  edits.edit((spec) => ({ ...spec, seed: 7 }));
  edits.edit(epochs(21), {});
  await backend.accept();
  expect(backend.calls.map(({ amends }) => amends)).toEqual([false, false]);
});

test('from a state that is old by now an edit is sent again from the newer one', async () => {
  edits.edit(epochs(20));
  await backend.moveOn();
  await backend.refuse('revision_stale');
  expect(backend.calls.map(({ revision }) => revision)).toEqual([1, 2]);
  await backend.accept();
  expect(failure).toBeNull();
  expect(draft).toBeNull();
});

test('where the newer state has not come yet, it is waited for', async () => {
  edits.edit(epochs(20));
  await backend.refuse('revision_stale');
  expect(backend.calls).toHaveLength(1);
  await backend.moveOn();
  expect(backend.calls).toHaveLength(2);
});

test('what somebody else made of the spec meanwhile stands', async () => {
  edits.edit(epochs(20));
  await backend.moveOn({ ...lineSpec, seed: 99 });
  await backend.refuse('revision_stale');
  expect(backend.calls).toHaveLength(1);
  expect(failure?.code).toBe('revision_stale');
  expect(draft).toBeNull();
});

test('an edit that was left for a run in progress takes the draft back and is no failure', async () => {
  edits.edit(epochs(20));
  await backend.leave();
  expect(draft).toBeNull();
  expect(failure).toBeNull();
  expect(backend.calls).toHaveLength(1);
});

test('a refusal takes the draft and what was changed behind it back, and the next edit begins anew', async () => {
  edits.edit(epochs(20));
  edits.edit(epochs(21));
  await backend.refuse('spec_invalid');
  expect(draft).toBeNull();
  expect(sentEpochs()).toEqual([20]);
  edits.edit(epochs(30));
  expect(failure).toBeNull();
  expect(sentEpochs()).toEqual([20, 30]);
});

test('an edit that finds another state twenty times over is given up', async () => {
  edits.edit(epochs(20));
  for (let tries = 0; tries < 21; tries++) {
    await backend.moveOn();
    await backend.refuse('revision_stale');
  }
  expect(failure?.code).toBe('revision_stale');
  expect(backend.calls).toHaveLength(21);
  expect(draft).toBeNull();
});

test('who waits for the edits to be sent waits for all of them', async () => {
  let arrived = false;
  edits.edit(epochs(20));
  void edits.sent.then(() => {
    arrived = true;
  });
  edits.edit(epochs(21));
  await backend.accept();
  expect(arrived).toBe(false);
  await backend.accept();
  expect(arrived).toBe(true);
});

test('an edit made while a preset is on its way is made to the spec that the preset gave', async () => {
  const preset = new EventTarget();
  const replaced = edits.replace(() => once(preset, 'came').then(() => ({ revision: 2 })));
  edits.edit(epochs(400));
  edits.edit((spec) => ({ ...spec, seed: 7 }));
  let sent = false;
  void edits.sent.then(() => {
    sent = true;
  });
  await settled();
  expect(backend.calls).toEqual([]);
  await backend.moveOn({ ...lineSpec, training: { ...lineSpec.training, patience: 3 } });
  preset.dispatchEvent(new Event('came'));
  await replaced;
  expect(draft?.training).toMatchObject({ patience: 3, epochs: 400 });
  await backend.accept();
  expect(sent).toBe(false);
  await backend.accept();
  expect(sent).toBe(true);
  expect(backend.held).toMatchObject({ seed: 7, training: { patience: 3, epochs: 400 } });
  expect(failure).toBeNull();
});

test('an edit made while an undo is on its way is made to the spec that the undo gave', async () => {
  const answer = new EventTarget();
  const undone = edits.replace(() => once(answer, 'came').then(() => ({ revision: 2 })));
  edits.edit(epochs(400));
  await settled();
  expect(backend.calls).toEqual([]);
  // The answer may come before the state that it names.
  answer.dispatchEvent(new Event('came'));
  await settled();
  expect(backend.calls).toEqual([]);
  await backend.moveOn({ ...lineSpec, seed: 9 });
  await undone;
  await backend.accept();
  expect(backend.held).toMatchObject({ seed: 9, training: { epochs: 400 } });
  expect(failure).toBeNull();
});

test('an undo that finds nothing to undo waits for no state', async () => {
  const undone = edits.replace(async () => ({ revision: 1 }));
  edits.edit(epochs(400));
  expect(await undone).toEqual({ revision: 1 });
  await backend.accept();
  expect(sentEpochs()).toEqual([400]);
});

test('edits made while a preset is refused are made to the spec as it was', async () => {
  const replaced = edits.replace(async () => {
    await settled();
    throw new Error('refused');
  });
  edits.edit(epochs(400));
  await expect(replaced).rejects.toThrow('refused');
  await backend.accept();
  expect(sentEpochs()).toEqual([400]);
});
