// How the learning rate changes over a training. e counts epochs from 0, of `epochs` in all; formulas in native/nn/optimizer/schedule,
// names and defaults PyTorch's lr_scheduler where it has them.
import { defaultsOf, type OneOf, type OneOfInput, oneOfSchema } from './settings.ts';

const minimum = {
  kind: 'number',
  default: 0,
  min: 0,
  max: 1_000,
  means: 'the learning rate does not fall below it',
} as const;
const factorOf = <const Default extends number>(value: Default) =>
  ({
    kind: 'number',
    default: value,
    min: 0.0001,
    max: 0.9999,
    means: 'what the learning rate is multiplied by',
  }) as const;

export const scheduleSettings = {
  constant: {},
  /** rate * factor^floor(e / every). */
  step: {
    every: {
      kind: 'number',
      default: 30,
      min: 1,
      max: 1_000_000,
      whole: true,
      means: 'epochs between two falls',
    },
    factor: factorOf(0.1),
  },
  /** rate * factor^e. */
  exponential: { factor: factorOf(0.95) },
  /** rate / (1 + decay * e). */
  inverseTime: {
    decay: { kind: 'number', default: 0.05, min: 0, max: 1_000, means: 'rate / (1 + decay * epoch)' },
  },
  /** minimum + (rate - minimum) * (1 + cos(pi * e / epochs)) / 2. */
  cosine: { minimum },
  /** Rises linearly over the first epochs, then falls as cosine; changes with every step. */
  warmupCosine: {
    warmupEpochs: {
      kind: 'number',
      default: 5,
      min: 1,
      max: 1_000_000,
      whole: true,
      means: 'epochs in which the learning rate rises from 0',
    },
    minimum,
  },
  /** PyTorch's OneCycleLR: from rate / 25 by a cosine to the rate after 30 % of all steps, then to rate / 250,000. */
  oneCycle: {},
  /** rate * factor when `patience` epochs brought the monitored value no nearer by `threshold` of itself. */
  reduceOnPlateau: {
    factor: factorOf(0.1),
    patience: {
      kind: 'number',
      default: 10,
      min: 0,
      max: 1_000_000,
      whole: true,
      means: 'epochs without a better value before the learning rate falls',
    },
    threshold: {
      kind: 'number',
      default: 1e-4,
      min: 0,
      max: 1,
      means: 'how much smaller a value must be to count as better, as a share',
    },
    minimum,
  },
} as const;

export type ScheduleSpec = OneOf<typeof scheduleSettings>;
export type ScheduleInput = OneOfInput<typeof scheduleSettings>;
export type ScheduleType = keyof typeof scheduleSettings;
export const schedules = Object.keys(scheduleSettings) as ScheduleType[];
export const scheduleSpecSchema = oneOfSchema(
  scheduleSettings,
  'how the learning rate changes over the epochs',
);
export const defaultSchedule: ScheduleSpec = { type: 'constant' };

/** `type` with its defaults. */
export function newSchedule(type: ScheduleType): ScheduleSpec {
  return { type, ...defaultsOf(scheduleSettings[type]) } as ScheduleSpec;
}
