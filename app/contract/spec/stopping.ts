// When training ends before its last epoch, and which epoch's weights are kept.
import { defaultsOf, settingsSchema, type ValuesOf } from './settings.ts';
import type { Task } from './task.ts';

/** `loss` is the validation rows', the training rows' where there are none. */
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
    means: 'what decides the best epoch, patience and reduceOnPlateau',
  },
  targetLoss: {
    kind: 'number',
    default: null,
    min: -1e30,
    max: 1e30,
    means: 'ends when the monitored loss is at or below it',
  },
  seconds: { kind: 'number', default: null, min: 0.001, max: 1e9, means: 'ends after this training time' },
} as const;

export type Stopping = ValuesOf<typeof stoppingSettings>;
export const stoppingSchema = settingsSchema(stoppingSettings);
export const defaultStopping: Stopping = defaultsOf(stoppingSettings);
