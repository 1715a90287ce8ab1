import { bias, steps, weights } from '../learner.ts';
import type { LessonSolution } from '../solution.ts';

export const solution: LessonSolution = {
  goals: {
    ten: [weights([{ weight: [[1, 1]] }])],
    seven: [weights([{ weight: [[-0.3, 1]] }])],
    'all-twelve': [weights([{ weight: [[1, 1]], bias: [-8] }])],
    'exactly-half': [weights([{ weight: [[3, 3]], bias: [-30] }])],
    trained: [steps(600)],
    'own-better': [steps(50)],
    'own-bias': [bias(false), steps(50)],
  },
  own: { file: 'breast_cancer.csv', target: 'diagnosis', features: ['worst radius', 'worst concave points'] },
};
