// What a view, control or quantity may need of a lesson's step, each with what to do where the step lacks it: `lesson check` says so.

export const lessonNeeds = {
  number: { is: 'a target that is a number', put: 'choose another target' },
  classes: { is: 'a target with classes', put: 'choose another target, or set task' },
  twoClasses: { is: 'a target with two classes', put: 'choose another target' },
  oneNumber: { is: 'exactly one feature that is a number', put: 'name one in features' },
  twoNumbers: { is: 'two features that are numbers', put: 'name them in features' },
  hidden: { is: 'a hidden layer', put: 'set hidden' },
  linear: { is: 'a network without hidden layers', put: 'set hidden: []' },
  squaredError: { is: 'the loss meanSquaredError', put: 'set loss' },
  bias: { is: 'units with a bias', put: 'set bias: true' },
  twoParameters: { is: 'two parameters or more', put: 'set bias: true' },
  race: { is: 'optimizers', put: 'name two to six in race' },
  raceView: { is: 'the view race', put: 'name it in views' },
  lossCurve: { is: 'the view lossCurve', put: 'name it in views' },
  walk: { is: 'the view walk', put: 'name it in views' },
  train: { is: 'the control train', put: 'name it in controls' },
  validationRows: { is: 'validation rows', put: 'set split' },
  testRows: { is: 'test rows', put: 'set split' },
} as const;
export type LessonNeed = keyof typeof lessonNeeds;
