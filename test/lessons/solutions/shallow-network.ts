import { hiddenUnits, steps, weights } from '../learner.ts';
import type { LessonSolution } from '../solution.ts';

/** Two lines in the same direction, at these distances from the origin. */
const parallel = (first: number, second: number) => [
  {
    weight: [
      [1, 1],
      [1, 1],
    ],
    bias: [first, second],
  },
  { weight: [[3, -3]], bias: [-3] },
];

export const solution: LessonSolution = {
  goals: {
    'three-right': [weights([{ weight: [[1, 1]], bias: [1] }])],
    stuck: [steps(100)],
    'by-hand': [weights(parallel(1, -1))],
    'four-right': [steps(120)],
    trapped: [steps(300)],
    escape: [weights(parallel(0.5, -0.5)), steps(150)],
    'own-hidden': [steps(100)],
    'own-one': [hiddenUnits(0), steps(100)],
  },
  own: { file: 'breast_cancer.csv', target: 'diagnosis', features: ['worst radius', 'worst concave points'] },
};
