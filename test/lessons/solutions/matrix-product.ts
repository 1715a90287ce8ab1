import { hiddenUnits, row, weights } from '../learner.ts';
import type { LessonSolution } from '../solution.ts';

const output = {
  weight: [
    [0.1, 0.2, 0],
    [0, 0, 0],
    [0, -0.2, 0.1],
  ],
  bias: [0, 0, 0],
};

export const solution: LessonSolution = {
  goals: {
    'largest-row': [row(50)],
    negative: [row(60)],
    mean: [
      weights([
        {
          weight: [
            [1, 0, 0, 0],
            [0, 1, -1, 0],
            [0.25, 0.25, 0.25, 0.25],
          ],
          bias: [0, 0, 0],
        },
        output,
      ]),
    ],
    'pass-on': [
      weights([
        {
          weight: [
            [1, 0, 0, 0],
            [0, 1, 0, 0],
            [0, 0, 1, 0],
          ],
          bias: [0, 0, 0],
        },
        output,
      ]),
    ],
    'own-units': [hiddenUnits(4)],
  },
  own: {
    file: 'penguins.csv',
    target: 'Species',
    features: ['Beak Length (mm)', 'Beak Depth (mm)', 'Flipper Length (mm)', 'Body Mass (g)'],
  },
};
