// A lesson that an earlier backend had open comes back with the next one: at its step, with its settings, its run and its goals.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadEngine } from '../../../../app/engine/load.ts';
import { type Backend, createBackend } from '../../../../app/workspace/backend.ts';
import { Learner, learningRate, steps } from '../../../lessons/learner.ts';
import { currentSpec, now } from '../table/openedTable.ts';
import { lessonOf, points } from './openLesson.ts';

const engine = loadEngine();
let home: string;
let file: string;
let backend: Backend;
const client = () => createRouterClient(backend.router);

async function begin() {
  backend = await createBackend({ home, engine, allowPaths: true, restore: true });
}
async function again() {
  await backend.dispose();
  await begin();
  return now(client());
}

const more = `
## Two

\`\`\`step
set: { learningRate: 0.3 }
\`\`\`

\`\`\`goal
id: three
goal: Take three steps.
when: step >= 3
now: Not yet.
hint: Step.
\`\`\`

## Mine

\`\`\`step
own: true
\`\`\`
`;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'chainrule-'));
  file = join(home, 'of-a-test.md');
  await writeFile(join(home, 'points.csv'), ['x,y', ...points.map((point) => point.join(','))].join('\n'));
  await writeFile(file, lessonOf({ more }));
  await begin();
});
afterEach(async () => {
  await backend.dispose();
  await rm(home, { recursive: true, force: true });
});

async function opened(): Promise<Learner> {
  const lesson = await client().lessons.open({ lesson: { kind: 'path', path: file }, language: 'en' });
  return new Learner(client(), lesson);
}

it('at the step where it was, with what the learner changed', async () => {
  const learner = await opened();
  await learner.enter(1);
  await learningRate(0.4).do(learner);
  const state = await again();
  expect(state.lesson).toMatchObject({ id: 'of-a-test', step: 1, own: false });
  expect(state.dataset?.fileName).toBe('points.csv');
  expect((await client().lessons.get({ language: 'en' })).title).toBe('Of a test');
  expect((await currentSpec(client())).training.optimizer.learningRate).toBe(0.4);
});

it('with its run, which goes on from where it was, and its goals', async () => {
  const learner = await opened();
  await learner.enter(1);
  await steps(2).do(learner);
  const { run } = await now(client());
  expect((await again()).run?.id).toBe(run!.id);
  const next = new Learner(client(), learner.lesson);
  next.step = 1;
  await steps(1).do(next);
  expect((await now(client())).run).toMatchObject({ id: run!.id, progress: { step: 3 } });
  expect((await next.look()).goals).toEqual([{ id: 'three', now: true, met: true }]);
  // It is still the lesson's own run, which makes room.
  await client().lessons.enter({ step: 0 });
  expect((await now(client())).run).toBeNull();
});

it('with the learner’s own table', async () => {
  const learner = await opened();
  await learner.enter(2);
  const mine = join(home, 'mine.csv');
  await writeFile(mine, 'a,b\n1,2\n2,3\n3,5\n4,4\n5,8\n6,7\n');
  await client().dataset.open({ file: { kind: 'path', path: mine } });
  await client().lessons.useOwn({ target: 'b', features: ['a'] });
  expect((await again()).lesson).toMatchObject({ step: 2, own: true });
  expect((await now(client())).dataset?.fileName).toBe('mine.csv');
  await client().lessons.enter({ step: 1 });
  expect((await now(client())).dataset?.fileName).toBe('points.csv');
});

it('once it was left, no more', async () => {
  await opened();
  await client().lessons.close();
  expect((await again()).lesson).toBeNull();
});

it('not where its file has gone, which is said', async () => {
  await opened();
  await rm(file);
  const { lesson, dataset, notices } = await again();
  expect(lesson).toBeNull();
  expect(dataset?.fileName).toBe('points.csv');
  expect(notices.map(({ kind, message }) => [kind, message])).toEqual([
    [
      'lessonLeft',
      `The lesson that was open cannot be opened again: There is no file of-a-test.md. Check the path.`,
    ],
  ]);
});
