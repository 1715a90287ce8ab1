import { learningRate, rewind, steps, weights } from '../learner.ts';
import type { LessonSolution } from '../solution.ts';

const plane = (first: number, second: number) => weights([{ weight: [[first, second]], bias: [0] }]);

export const solution: LessonSolution = {
  goals: {
    'by-hand': [plane(-0.4, -0.4)],
    'weight-only': [plane(0, -0.8)],
    trained: [steps(50)],
    limit: [learningRate(0.8), steps(10)],
    fast: [learningRate(0.4), rewind, steps(30)],
    'bias-only': [plane(0, 0)],
    'own-trained': [steps(100)],
    'own-diverge': [learningRate(2), steps(20)],
  },
  own: {
    file: 'penguins.csv',
    target: 'Body Mass (g)',
    features: ['Beak Length (mm)', 'Beak Depth (mm)', 'Flipper Length (mm)'],
  },
};
