import { learningRate, race, rewind, row, steps, train } from '../learner.ts';
import type { LessonSolution } from '../solution.ts';

export const solution: LessonSolution = {
  goals: {
    hundred: [row(12)],
    burst: [learningRate(0.0002), steps(10)],
    edge: [rewind, learningRate(0.00013), steps(10)],
    patience: [train],
    once: [learningRate(0.5), steps(1)],
    sixty: [learningRate(0.6), steps(40)],
    adam: [race(300)],
    own: [learningRate(0.4), steps(50)],
  },
  own: {
    file: 'penguins.csv',
    target: 'Body Mass (g)',
    features: ['Beak Length (mm)', 'Beak Depth (mm)'],
  },
};
