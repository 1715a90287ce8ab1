// Every goal of every shipped lesson can be reached, and none is reached by itself: see solution.ts.
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LessonStep } from '../../app/contract/lesson/lesson.ts';
import { shippedLessons } from '../../app/workspace/lessons/lessonFiles.ts';
import { type Client, connect } from '../app/workspace/table/openedTable.ts';
import { Learner } from './learner.ts';
import type { LessonSolution } from './solution.ts';

const found = import.meta.glob<{ solution: LessonSolution }>('./solutions/*.ts', { eager: true });
const solutions = new Map(
  Object.entries(found).map(([file, { solution }]) => [file.replace(/^.*\/(.*)\.ts$/, '$1'), solution]),
);
const lessons = (await shippedLessons()).filter(({ language }) => language === 'en').map(({ id }) => id);

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

describe.each(lessons.filter((id) => solutions.has(id)))('the lesson %s', (id) => {
  test('has goals that its controls reach, and that are not reached at the start', async () => {
    const client = connect();
    const lesson = await client.lessons.open({ lesson: { kind: 'shipped', id }, language: 'en' });
    const learner = new Learner(client, lesson);
    const solution = solutions.get(id)!;
    for (const index of lesson.steps.keys()) await throughStep(learner, index, solution);
    const [summary] = (await client.lessons.list({ language: 'en' })).lessons.filter((one) => one.id === id);
    expect(summary!.progress).toMatchObject({ done: true, step: lesson.steps.length - 1 });
    expect(Object.keys(solution.goals).toSorted()).toEqual([...summary!.progress!.met].toSorted());
  });
});

test('a solution belongs to a shipped lesson', () => {
  expect([...solutions.keys()].filter((id) => !lessons.includes(id))).toEqual([]);
});
