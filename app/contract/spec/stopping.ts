// When training ends before its last epoch, and which epoch's weights are kept.
import { defaultsOf, settingsSchema, type ValuesOf } from './settings.ts';
import type { Task } from './task.ts';

export const monitors = ['loss', 'trainingLoss', 'accuracy', 'meanAbsoluteError'] as const;
export type Monitor = (typeof monitors)[number];

/** What can be monitored in a task. The last of each is measured on validation rows only. */
export const monitorsOfTask: Record<Task, readonly Monitor[]> = {
  regression: ['loss', 'trainingLoss', 'meanAbsoluteError'],
  binary: ['loss', 'trainingLoss', 'accuracy'],
  multiclass: ['loss', 'trainingLoss', 'accuracy'],
};

export const stoppingSettings = {
  monitor: {
    kind: 'choice',
    default: 'loss',
    choices: monitors,
    means: 'the monitored value: it decides the best epoch, patience and reduceOnPlateau',
    choicesMean: {
      loss: 'the validation loss; the training loss where there are no validation rows',
      trainingLoss: 'the training loss',
      accuracy: 'the accuracy on the validation data; not for regression',
      meanAbsoluteError: 'the mean absolute error on the validation data; for regression',
    } satisfies Record<Monitor, string>,
  },
  targetLoss: {
    kind: 'number',
    default: null,
    min: -1e30,
    max: 1e30,
    means: 'ends when the monitored loss is at or below it',
  },
  seconds: {
    kind: 'number',
    default: null,
    min: 0.001,
    max: 1e9,
    means: 'ends after this many seconds of training',
  },
} as const;

export type Stopping = ValuesOf<typeof stoppingSettings>;
export const stoppingSchema = settingsSchema(stoppingSettings);
export const defaultStopping: Stopping = defaultsOf(stoppingSettings);
