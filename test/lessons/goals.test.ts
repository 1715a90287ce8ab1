// Every goal of every shipped lesson, and of the example for authors, can be reached, and none is reached by itself: see solution.ts.
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LessonRef, LessonStep } from '../../app/contract/lesson/lesson.ts';
import { shippedLessons } from '../../app/workspace/lessons/lessonFiles.ts';
import { type Client, connect, now } from '../app/workspace/table/openedTable.ts';
import { Learner } from './learner.ts';
import type { LessonSolution } from './solution.ts';

const found = import.meta.glob<{ solution: LessonSolution }>('./solutions/*.ts', { eager: true });
const solutions = new Map(
  Object.entries(found).map(([file, { solution }]) => [file.replace(/^.*\/(.*)\.ts$/, '$1'), solution]),
);
const shipped = (await shippedLessons()).filter(({ language }) => language === 'en');
const lessons = new Map<string, LessonRef>([
  ...shipped.map(({ id }) => [id, { kind: 'shipped', id }] as const),
  ['scaling', { kind: 'path', path: resolve('docs/lesson-example/scaling.md') }],
]);

const goalsOf = ({ blocks }: LessonStep) =>
  blocks.flatMap((block) => (block.kind === 'goal' ? [block.goal.id] : []));

async function answered({ client }: Learner, { blocks }: LessonStep): Promise<void> {
  for (const block of blocks)
    if (block.kind === 'question') await client.lessons.answer({ question: block.question.id, answer: 0 });
}

async function ownTable(client: Client, { own }: LessonSolution): Promise<void> {
  if (own === null) throw new Error('The lesson has steps with an own table; its solution names none.');
  await client.dataset.open({ file: { kind: 'path', path: resolve('examples', own.file) } });
  await client.lessons.useOwn({ target: own.target, features: own.features });
}

async function throughStep(learner: Learner, index: number, solution: LessonSolution): Promise<void> {
  const step = learner.lesson.steps[index]!;
  await learner.enter(index);
  if (step.own) await ownTable(learner.client, solution);
  await answered(learner, step);
  const before = await learner.look();
  expect(
    before.goals.filter((goal) => goal.now || goal.met),
    `goals of step ${index + 1} at its start`,
  ).toEqual([]);
  for (const goal of goalsOf(step)) {
    const actions = solution.goals[goal];
    expect(actions, `the solution of the goal ${goal}`).toBeDefined();
    for (const action of actions ?? []) {
      if (action.control !== null) expect(learner.controls(), `for ${goal}`).toContain(action.control);
      await action.do(learner);
    }
    const { goals, values } = await learner.look();
    const now = goals.find(({ id }) => id === goal);
    expect(now, `${goal}: ${JSON.stringify(values)}`).toEqual({ id: goal, now: true, met: true });
  }
}

describe.each([...lessons.keys()].filter((id) => solutions.has(id)))('the lesson %s', (id) => {
  test('has goals that its controls reach, and that are not reached at the start', async () => {
    const client = connect();
    const lesson = await client.lessons.open({ lesson: lessons.get(id)!, language: 'en' });
    const learner = new Learner(client, lesson);
    const solution = solutions.get(id)!;
    for (const index of lesson.steps.keys()) await throughStep(learner, index, solution);
    const { progress } = (await now(client)).lesson!;
    expect(progress).toMatchObject({ done: true, step: lesson.steps.length - 1 });
    expect(Object.keys(solution.goals).toSorted()).toEqual([...progress.met].toSorted());
  });
});

test('a solution belongs to a lesson', () => {
  expect([...solutions.keys()].filter((id) => !lessons.has(id))).toEqual([]);
});
