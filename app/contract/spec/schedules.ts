// How the learning rate changes over a training. Formulas in native/nn/optimizer/schedule,
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
  step: {
    every: {
      kind: 'number',
      default: 30,
      min: 1,
      max: 1_000_000,
      whole: true,
      means: 'epochs between two reductions',
    },
    factor: factorOf(0.1),
  },
  exponential: { factor: factorOf(0.95) },
  inverseTime: {
    decay: {
      kind: 'number',
      default: 0.05,
      min: 0,
      max: 1_000,
      means: 'how fast the learning rate falls; 0 leaves it as it is',
    },
  },
  cosine: { minimum },
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
  oneCycle: {},
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
/** The learning rate that each gives; what `rate` and e are stands in spec.ts. */
const schedulesMean: Readonly<Record<ScheduleType, string>> = {
  constant: 'the same learning rate in all epochs',
  step: 'rate * factor^floor(e / every)',
  exponential: 'rate * factor^e',
  inverseTime: 'rate / (1 + decay * e)',
  cosine: 'minimum + (rate - minimum) * (1 + cos(pi * e / epochs)) / 2',
  warmupCosine: 'rises linearly over the first epochs, then falls as cosine does; changes at each step',
  oneCycle:
    "PyTorch's OneCycleLR: rises from rate / 25 to rate in the first 30 % of all steps, then falls to rate / 250,000, along cosines",
  reduceOnPlateau:
    'multiplies the learning rate by factor after more than patience epochs without a better monitored value',
};
export const scheduleSpecSchema = oneOfSchema(scheduleSettings, schedulesMean);
export const defaultSchedule: ScheduleSpec = { type: 'constant' };

/** `type` with its defaults. */
export function newSchedule(type: ScheduleType): ScheduleSpec {
  return { type, ...defaultsOf(scheduleSettings[type]) } as ScheduleSpec;
}
