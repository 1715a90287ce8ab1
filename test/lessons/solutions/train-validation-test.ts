import { hiddenUnits, patience, rewind, steps, train } from '../learner.ts';
import type { LessonSolution } from '../solution.ts';

export const solution: LessonSolution = {
  goals: {
    memorize: [steps(500)],
    'stop-by-hand': [rewind, steps(100)],
    stopped: [patience(100), train],
    small: [hiddenUnits(4), train],
    underfit: [hiddenUnits(0), train],
    'last-look': [train],
    'own-ended': [train],
    'own-linear': [hiddenUnits(0), train],
  },
  own: {
    file: 'penguins.csv',
    target: 'Body Mass (g)',
    features: ['Beak Length (mm)', 'Flipper Length (mm)'],
  },
};
