import { batchSize, epochs, learningRate, rewind, steps } from '../learner.ts';
import type { LessonSolution } from '../solution.ts';

export const solution: LessonSolution = {
  goals: {
    'three-epochs': [epochs(3)],
    'hundred-updates': [epochs(1)],
    up: [steps(16)],
    down: [batchSize('full'), rewind, steps(20)],
    quick: [batchSize(10), epochs(3)],
    'full-fast': [learningRate(0.4), steps(5)],
    'one-calm': [batchSize(1), learningRate(0.01), rewind, epochs(4)],
    'own-full': [batchSize('full'), epochs(5)],
    'own-mini': [batchSize(10), rewind, epochs(5)],
  },
  own: { file: 'penguins.csv', target: 'Body Mass (g)', features: ['Flipper Length (mm)'] },
};
