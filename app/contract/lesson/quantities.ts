// Quantities that a lesson's goals, answers and texts may name: the same names in every language. `step` and the losses are of the present
// weights of the current run, or of the initial weights where there is no run. A quantity that is not known (no validation rows,
// no run yet) is null, and a goal that needs it is not met. Losses are on the network's own scale; scores, slopes and intercepts are
// in the columns' units. Layers, units and inputs are counted from 1, the output layer is the last one.

/** Plain names, each with its meaning. */
export const quantities = {
  step: 'steps taken',
  epoch: 'epochs finished',
  epochs: 'most epochs of the run',
  stepsPerEpoch: 'steps of one epoch',
  learningRate: 'the learning rate',
  batchSize: 'rows of a step',
  rows: 'training rows',
  validationRows: 'validation rows',
  testRows: 'test rows',
  inputs: 'numbers that go into the network',
  outputs: 'numbers that come out',
  parameters: 'weights and biases together',
  hiddenLayers: 'hidden layers',
  hiddenUnits: 'units of all hidden layers',
  running: '1 while training, else 0',
  ended: '1 after training has ended, else 0',
  diverged: '1 after the loss was no longer finite, else 0',
  stoppedEarly: '1 where early stopping ended the training, else 0',
  loss: 'mean loss over all training rows at the present weights',
  startLoss: 'the same at the initial weights',
  leastLoss: 'the lowest loss of any linear network (numbers only)',
  validationLoss: 'validation loss of the last epoch',
  bestValidationLoss: 'the lowest validation loss so far',
  bestEpoch: 'its epoch',
  lossFalls:
    'steps up to now, counted back, of which each lowered the loss (at most 200); known of steps that were taken one by one, or with all rows',
  lossRises: 'the same for steps that raised it',
  w: 'weight of the first input of the first unit: weight(1, 1, 1)',
  b: 'bias of the first unit: bias(1, 1)',
  distance: 'distance of the parameters from the least-squares solution (linear networks with a bias)',
  distanceRatio: 'that distance over the distance one step before',
  slope: 'of a line: change of the target for one unit of the first column',
  intercept: 'of a line: target where the columns are 0',
  leastSlope: 'the least-squares slope',
  leastIntercept: 'the least-squares intercept',
  target:
    'target of the walked row, on the scale of the network; 0 or 1 of two classes, the number of the class from 1 of several',
  rowLoss: 'loss of the walked row alone',
  walkStep: 'which step of the walk is shown, from 1',
  walkSteps: 'how many steps it has',
  walkSeen: 'how many of them were shown',
  operations: 'multiplications of the backward pass with the kept values',
  operationsWithout: 'multiplications where each derivative is computed anew along every path',
  raceEpoch: 'epochs of the race',
  threshold: 'probability from which the second class is predicted',
} as const;
export type Quantity = keyof typeof quantities;

/** Names with arguments in parentheses. Parts are 'train', 'validation' and 'test' (in quotes); a score of the test rows is known
 *  only after training has ended. */
export const quantityFunctions = {
  weight: { takes: ['layer', 'unit', 'input'], means: 'a weight' },
  bias: { takes: ['layer', 'unit'], means: 'a bias' },
  startWeight: { takes: ['layer', 'unit', 'input'], means: 'an initial weight' },
  startBias: { takes: ['layer', 'unit'], means: 'an initial bias' },
  gradient: { takes: ['layer', 'unit', 'input'], means: 'derivative of `loss` by a weight' },
  biasGradient: { takes: ['layer', 'unit'], means: 'derivative of `loss` by a bias' },
  leastWeight: { takes: ['input'], means: 'a weight of the least-squares solution' },
  input: { takes: ['input'], means: 'an input of the walked row' },
  preActivation: {
    takes: ['layer', 'unit'],
    means: 'z of the walked row: weights times inputs, plus the bias',
  },
  activation: { takes: ['layer', 'unit'], means: 'its activation; of the output layer z itself' },
  probability: {
    takes: ['output'],
    means: 'predicted probability of a class, counted from 1, for the walked row',
  },
  delta: { takes: ['layer', 'unit'], means: 'derivative of `rowLoss` by z' },
  rowGradient: { takes: ['layer', 'unit', 'input'], means: 'derivative of `rowLoss` by a weight' },
  rowBiasGradient: { takes: ['layer', 'unit'], means: 'derivative of `rowLoss` by a bias' },
  accuracy: { takes: ['part'], means: 'share of the rows whose class is predicted right, 0 to 1' },
  rmse: { takes: ['part'], means: "root of the mean squared error, in the target's unit" },
  mae: { takes: ['part'], means: "mean absolute error, in the target's unit" },
  r2: { takes: ['part'], means: 'coefficient of determination' },
  raceLoss: {
    takes: ['optimizer', 'number?'],
    means:
      'newest training loss of an optimizer in the race; `number` counts entrants with the same optimizer, in their order from 1, and is 1 where it is left out',
  },
  raceStepSize: {
    takes: ['optimizer', 'number?'],
    means:
      "how far all parameters together moved in an optimizer's newest epoch of the race: the length of its step, where a step has all rows",
  },
} as const satisfies Record<string, { takes: readonly QuantityArgument[]; means: string }>;
/** One with a question mark may be left out. */
export type QuantityArgument = 'layer' | 'unit' | 'input' | 'output' | 'part' | 'optimizer' | 'number?';
export type QuantityFunction = keyof typeof quantityFunctions;

/** Functions of numbers. */
export const numberFunctions = ['abs', 'min', 'max', 'sqrt', 'exp', 'ln', 'log10', 'round'] as const;
export type NumberFunction = (typeof numberFunctions)[number];
