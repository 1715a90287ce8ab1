import { expect, test } from 'vitest';
import type { LessonSummary } from '../../../app/contract/lesson/lesson.ts';
import { nextLesson } from '../../../renderer/state/lesson/nextLesson.ts';

function summary(id: string, progress: 'none' | 'begun' | 'done'): LessonSummary {
  const kept = { step: 1, met: [], answers: {}, rightAnswers: {}, done: progress === 'done' };
  return {
    ...{
      id,
      number: 1,
      part: 'line',
      title: id,
      summary: '',
      table: '',
      target: '',
      features: [],
      before: [],
      ref: { kind: 'shipped', id },
    },
    ...{ steps: ['one', 'two'], goals: 1, progress: progress === 'none' ? null : kept },
  };
}
const list = [summary('a', 'done'), summary('b', 'none'), summary('c', 'begun'), summary('d', 'none')];

test('a learner goes on with the open lesson', () => {
  expect(nextLesson(list, 'b')?.id).toBe('b');
});
test('else with the last one that was begun', () => {
  expect(nextLesson(list, null)?.id).toBe('c');
});
test('else with the first one that is not done', () => {
  expect(nextLesson([list[0]!, list[1]!, list[3]!], null)?.id).toBe('b');
});
test('when all are done, with the first one; without lessons with none', () => {
  expect(nextLesson([list[0]!], null)?.id).toBe('a');
  expect(nextLesson([], null)).toBeNull();
});
