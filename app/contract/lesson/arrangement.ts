// What a step of a lesson puts on the screen: views of the app, controls that are free, settings that it sets. Each view and each control
// is a part of the app's own screens (renderer/screens/lesson says which); a lesson only chooses among them.
import { z } from 'zod';
import { choicesSchema } from '../spec/choices.ts';
import { initialWeightsSchema } from '../spec/initialWeights.ts';
import { optimizerSpecSchema } from '../spec/optimizers.ts';

/** Views of the app that a step can show, each with what it shows. */
export const lessonViews = {
  predictions:
    'what the network answers, as a line, a map or a list, with the rows and the rows of the last step marked',
  squares: 'the same as a line, with the squared error of each row as a square',
  surface: 'what the network answers over two columns, as a surface in space',
  units: 'what each hidden unit answers over two columns',
  curves: 'training and validation loss over the epochs',
  lossCurve: 'the loss against one parameter, with its slope, the next step and the steps so far',
  lossSurface: 'the loss over two parameters, with the steps so far',
  optimum:
    'where the derivative of the loss is 0, by solving, beside where the run is; with it, a line has that of least squares beside it',
  steps: 'a table of all steps: parameters, slope, loss',
  parameters: 'the values of the parameters over the steps',
  network: 'the drawing of the network with its weights',
  layer: "one layer as a matrix product, with one row's numbers",
  walk: 'forward and backward pass of one row, step by step',
  probabilities: 'one row from the outputs to probabilities: softmax or sigmoid, and its cross entropy',
  race: 'several optimizers from one start on one loss surface',
  metrics: 'scores on training, validation and test rows',
  threshold: 'the threshold between two classes and what it costs',
} as const;
export type LessonView = keyof typeof lessonViews;
const viewNames = Object.keys(lessonViews) as [LessonView, ...LessonView[]];

/** Controls that a step can free, each with what it does. Those of the first row begin or steer training. */
export const lessonControls = {
  train: 'trains, pauses and goes on',
  step: 'one step: one batch',
  tenSteps: 'ten steps',
  epoch: 'one epoch',
  rewind: 'back to the initial weights',
  pace: 'epochs per second',
  weights: 'initial weights and biases, typed in or dragged',
  learningRate: 'the learning rate',
  batchSize: 'one row, a mini-batch or all rows',
  epochs: 'the most epochs',
  patience: 'early stopping',
  optimizer: 'the optimizer',
  optimizerSettings: "the optimizer's other settings, such as momentum",
  loss: 'the loss function',
  hiddenUnits: 'how many units the hidden layer has; 0: no hidden layer',
  activation: 'the activation function of the hidden layer',
  bias: 'whether units have a bias',
  seed: 'the seed',
  row: 'which row is walked',
  member: 'which parameter the loss is drawn against',
} as const;
export type LessonControl = keyof typeof lessonControls;
const controlNames = Object.keys(lessonControls) as [LessonControl, ...LessonControl[]];

/** Settings that a lesson may set: what `spec.propose` takes, without what the lesson's front matter says of the columns. */
export const lessonChoicesSchema = choicesSchema
  .omit({ targets: true, features: true, ignore: true })
  .extend({
    /** Whether units have a bias. */
    bias: z.boolean().optional(),
  });
export type LessonChoices = z.infer<typeof lessonChoicesSchema>;

export const arrangementSchema = z.strictObject({
  /** The first one is the largest. */
  views: z.array(z.enum(viewNames)).max(4).optional(),
  controls: z.array(z.enum(controlNames)).optional(),
  /** Controls that are shown but cannot be used, each with the reason that is shown beside it. */
  locked: z.partialRecord(z.enum(controlNames), z.string().min(1).max(200)).optional(),
  /** Settings that change when the step is entered; the others stay as they are. */
  set: lessonChoicesSchema.optional(),
  /** Initial weights, hidden layers first and the output layer last; null: drawn from the seed again. */
  weights: initialWeightsSchema.nullable().optional(),
  /** 0-based data row that the views of one row show. */
  row: z.number().int().min(0).optional(),
  /** Optimizers of the view `race`. */
  race: z.array(optimizerSpecSchema).min(2).max(6).optional(),
  /** A view or control that is outlined. */
  point: z.enum([...viewNames, ...controlNames]).optional(),
});
export type Arrangement = z.infer<typeof arrangementSchema>;
