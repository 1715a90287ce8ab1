import { describe, expect, test } from 'vitest';
import {
  allAnswered,
  arrangementAt,
  goalsOf,
  rowStep,
  shownBlocks,
} from '../../../renderer/state/lesson/arrangementAt.ts';
import { firstStep, lesson, secondStep } from './exampleLesson.ts';

describe('what a step shows', () => {
  test('what a step does not name stays as in the step before', () => {
    const { views, controls, row } = arrangementAt(lesson, 1, {});
    expect({ views, controls, row }).toEqual({
      views: ['predictions', 'curves'],
      controls: ['train'],
      row: 3,
    });
  });

  test('a row that a person chose stays until a step names one', () => {
    const third = { ...secondStep, arrangement: { row: 3 } };
    const longer = { ...lesson, steps: [firstStep, secondStep, third] };
    expect([0, 1, 2].map((step) => rowStep(longer, step, {}))).toEqual([0, 0, 2]);
    expect(rowStep({ ...lesson, steps: [secondStep] }, 0, {})).toBe(-1);
  });

  test('is outlined in its own step only', () => {
    expect(arrangementAt(lesson, 0, {}).point).toBe('curves');
    expect(arrangementAt(lesson, 1, {}).point).toBeUndefined();
  });

  test('an answered question changes what is shown, in the steps after it too', () => {
    expect(arrangementAt(lesson, 0, { rate: 0 }).views).toEqual(['curves']);
    expect(arrangementAt(lesson, 1, { rate: 0 }).views).toEqual(['curves']);
  });

  test('a control that is freed is no longer locked', () => {
    expect(arrangementAt(lesson, 0, {}).locked).toEqual({ bias: 'It stays 0.' });
    expect(arrangementAt(lesson, 0, { rate: 1 }).locked).toEqual({});
  });
});

describe('the text of a step', () => {
  test('ends with the first question that is not answered', () => {
    expect(shownBlocks(firstStep, {}).map(({ kind }) => kind)).toEqual(['paragraph', 'question']);
    expect(shownBlocks(secondStep, { rate: 0 })).toHaveLength(1);
  });

  test('is not all answered while a question is open, also where that is the last block', () => {
    const [question] = secondStep.blocks;
    const ends = { ...secondStep, blocks: [question!] };
    expect([allAnswered(ends, {}), allAnswered(ends, { number: 0 })]).toEqual([false, true]);
    expect(allAnswered({ ...secondStep, blocks: [] }, {})).toBe(true);
  });

  test('is whole once its questions are answered', () => {
    expect(shownBlocks(firstStep, { rate: 1 })).toEqual(firstStep.blocks);
  });

  test('has goals also after an open question', () => {
    expect(goalsOf(firstStep)).toEqual(['low']);
    expect(goalsOf(secondStep)).toEqual([]);
  });
});
