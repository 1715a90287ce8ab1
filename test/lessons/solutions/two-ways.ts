import { steps, weights } from '../learner.ts';
import type { LessonSolution } from '../solution.ts';

const slope = (w: number) => weights([{ weight: [[w]] }]);

export const solution: LessonSolution = {
  goals: {
    'by-eye': [slope(0.8)],
    jump: [slope(0.8)],
    close: [steps(10), steps(10), steps(2)],
    nowhere: [steps(10)],
    leaves: [steps(10), steps(10), steps(5)],
    mirror: [weights([{ weight: [[-0.1]] }, { weight: [[-0.1]] }]), steps(30)],
    'own-solve': [slope(0.871)],
    'own-downhill': [slope(0), steps(30)],
  },
  own: { file: 'penguins.csv', target: 'Body Mass (g)', features: ['Flipper Length (mm)'] },
};
