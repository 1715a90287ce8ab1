import { learningRate, optimizer, race, rewind, steps } from '../learner.ts';
import type { LessonSolution } from '../solution.ts';

export const solution: LessonSolution = {
  goals: {
    overtakes: [race(120)],
    'left-behind': [race(120)],
    rescue: [learningRate(1), steps(60)],
    'one-rate': [learningRate(0.1), steps(1)],
    'too-long': [steps(1)],
    'all-arrive': [race(250)],
    'own-fast': [learningRate(0.3), steps(50)],
    'own-first': [optimizer('adam'), rewind, steps(1)],
  },
  own: {
    file: 'penguins.csv',
    target: 'Body Mass (g)',
    features: ['Beak Length (mm)', 'Flipper Length (mm)'],
  },
};
