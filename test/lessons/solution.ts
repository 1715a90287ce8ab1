// How the goals of one lesson are reached. test/lessons/goals.test.ts goes through each shipped lesson and docs/lesson-example from its first step: it enters a step, answers its
// questions rightly, sees that no goal of the step holds yet, and then does what the lesson's solution says for each goal, in the order of the goals.
// So a solution shows that a goal can be reached, with the controls that its step frees, and that it is not reached by itself.
//
// A solution is a file of test/lessons/solutions, called as the lesson, which exports `solution`. Its actions are those of learner.ts. A goal that the
// actions of the goal before have reached has an empty list.
import type { Action } from './learner.ts';

export interface LessonSolution {
  /** By the ids of the goals. */
  goals: Record<string, readonly Action[]>;
  /** The learner's own table, for the steps that need one: a file of examples. */
  own: { file: string; target: string; features: string[] } | null;
}
