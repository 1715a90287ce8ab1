import { learningRate, rewind, steps } from '../learner.ts';
import type { LessonSolution } from '../solution.ts';

export const solution: LessonSolution = {
  goals: {
    falls: [steps(1), steps(1), steps(1)],
    low: [learningRate(0.4), steps(1), steps(1), steps(1), steps(1), steps(1), steps(1)],
    patience: [steps(50)],
    swing: [learningRate(1), steps(1), steps(1), steps(1), steps(1)],
    diverge: [learningRate(10), steps(10)],
    'one-step': [learningRate(0.5), rewind, steps(1)],
    'own-low': [learningRate(0.5), rewind, steps(1)],
    'own-diverge': [learningRate(10), steps(10)],
  },
  own: { file: 'penguins.csv', target: 'Body Mass (g)', features: ['Flipper Length (mm)'] },
};
