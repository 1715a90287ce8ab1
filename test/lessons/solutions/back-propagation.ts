import { steps, walk, weights } from '../learner.ts';
import type { LessonSolution } from '../solution.ts';

const hidden = {
  weight: [
    [0.5, -0.4],
    [0.3, 0.6],
  ],
  bias: [0.1, 0],
};
const saturated = {
  weight: [
    [4, 2],
    [0.3, 0.6],
  ],
  bias: [0, 0.1],
};

export const solution: LessonSolution = {
  goals: {
    forward: [walk(3, 12)],
    'by-bias': [weights([hidden, { weight: [[0.8, -0.5]], bias: [2.3] }])],
    'all-steps': [walk(12, 12)],
    vanish: [weights([saturated, { weight: [[0.8, -0.5]], bias: [0.2] }])],
    'deep-walk': [walk(24, 24)],
    learns: [steps(30)],
    'own-walk': [walk(12, 12)],
    'own-trained': [steps(50)],
  },
  own: {
    file: 'penguins.csv',
    target: 'Body Mass (g)',
    features: ['Beak Length (mm)', 'Flipper Length (mm)'],
  },
};
