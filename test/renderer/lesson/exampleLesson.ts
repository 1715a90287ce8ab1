// A small lesson with every kind of block, for the tests of the page.
import type { Lesson, LessonStep } from '../../../app/contract/lesson/lesson.ts';

const text = (words: string) => [{ kind: 'text' as const, text: words }];

export const firstStep: LessonStep = {
  title: 'The first step',
  own: false,
  arrangement: {
    views: ['predictions', 'curves'],
    controls: ['learningRate', 'step'],
    locked: { bias: 'It stays 0.' },
    row: 3,
    point: 'curves',
  },
  blocks: [
    {
      kind: 'paragraph',
      parts: [
        { kind: 'text', text: 'The loss is <b>' },
        { kind: 'value', expression: 'loss', digits: 3 },
        { kind: 'math', tex: String.raw`w - \eta \cdot {{gradient(1, 1, 1)}}` },
        { kind: 'term', term: 'learning rate', text: 'rate' },
      ],
    },
    {
      kind: 'question',
      question: {
        id: 'rate',
        ask: text('What happens?'),
        options: [text('It falls.'), text('It grows.')],
        because: text('Because of the slope.'),
        reveals: { views: ['curves'], controls: ['bias'] },
      },
    },
    {
      kind: 'goal',
      goal: {
        id: 'low',
        goal: text('Bring the loss down.'),
        when: 'loss < 1',
        now: text('not yet'),
        met: [],
        hint: text('Take a step.'),
      },
    },
  ],
};

export const secondStep: LessonStep = {
  title: 'The second step',
  own: false,
  arrangement: { controls: ['train'] },
  blocks: [
    {
      kind: 'question',
      question: { id: 'number', ask: text('How many?'), options: null, because: [], reveals: null },
    },
    { kind: 'list', ordered: false, items: [text('one'), text('two')] },
    { kind: 'math', tex: 'x^2' },
  ],
};

export const lesson: Lesson = {
  id: 'example',
  language: 'en',
  number: 7,
  part: 'line',
  title: 'An example',
  summary: 'with every kind of block',
  table: 'cars.csv',
  target: 'Miles_per_Gallon',
  features: ['Weight_in_lbs'],
  before: [],
  own: { target: 'number', features: 1, numbersOnly: true },
  steps: [firstStep, secondStep],
};
