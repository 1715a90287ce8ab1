import { row, steps, weights } from '../learner.ts';
import type { LessonSolution } from '../solution.ts';

const network = (hidden: number[][], output: number[], bias: number) =>
  weights([
    { weight: hidden, bias: [0, 0] },
    { weight: [output], bias: [bias] },
  ]);
const second = [-1, 1];

export const solution: LessonSolution = {
  goals: {
    exact: [
      network(
        [
          [1, 0.5],
          [-1.3, 1],
        ],
        [0.5, 1],
        0,
      ),
    ],
    'no-input': [network([[2, -1], second], [0.5, 1], 0.01)],
    blocked: [network([[1, 0.5], second], [0, 0], 0.02)],
    'zero-input': [row(5)],
    trained: [steps(30)],
    'own-row': [row(230), network([[2, 2], second], [0.5, 1], 0)],
    'own-step': [steps(30)],
  },
  own: {
    file: 'penguins.csv',
    target: 'Body Mass (g)',
    features: ['Beak Length (mm)', 'Flipper Length (mm)'],
  },
};
