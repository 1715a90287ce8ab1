// A race: two to six optimizers on the same network, from the same start, with the same rows in the same order, at the same
// time. Everything else is the workspace's spec as it was when the race began. A race is kept in memory only; a run of the spec
// with an entrant's optimizer gives the same numbers, bit for bit.
import { z } from 'zod';
import { limits } from '../limits.ts';
import { optimizerSpecSchema } from '../spec/optimizers.ts';
import { runSpecSchema } from '../spec/spec.ts';
import { insightLimits, parameterIndexSchema } from './insight.ts';
import { endReasons, epochRecordSchema, paceSchema, progressSchema, runStateSchema } from './training.ts';

export const raceLimits = {
  entrants: { min: 2, max: 6 },
  /** Points of a path. */
  pathPoints: { max: 200 },
  /** Parameters of a network whose losses are computed over a plane. */
  planeParameters: { max: 20_000 },
} as const;

/** Seconds that a race takes unless a different pace is asked for. */
const secondsShown = 10;

/** Epochs per second at which a race of this many epochs is slow enough to follow. */
export function watchablePace(epochs: number): number {
  const { min, max } = limits.pace;
  return Math.min(max, Math.max(min, epochs / secondsShown));
}

/** How the entrants come by their learning rates: `tested`: `race.rates` found one for each; `same`: all have one; `chosen`: a person chose each. */
export const raceRates = ['tested', 'same', 'chosen'] as const;
export const raceRatesSchema = z.enum(raceRates);
export type RaceRates = z.infer<typeof raceRatesSchema>;

export const rateSearchInputSchema = z.object({
  entrants: z.array(optimizerSpecSchema).min(1).max(raceLimits.entrants.max),
});
/** Of one entrant, in their order. */
export const foundRateSchema = z.object({
  entrant: z.number().int(),
  /** null where the optimizer chooses its own step size, or no rate lowers the loss. */
  rate: z.number().nullable(),
});
export type FoundRate = z.infer<typeof foundRateSchema>;

export const raceInputSchema = z.object({
  /** In the order in which they are shown. */
  entrants: z.array(optimizerSpecSchema).min(raceLimits.entrants.min).max(raceLimits.entrants.max),
  /** Of all entrants together; each has at least one. */
  threads: z.number().int().min(limits.threads.min).max(limits.threads.max).optional(),
  /** Left out: `watchablePace`. */
  epochsPerSecond: paceSchema.optional(),
  /** Only to be shown: the entrants say their rates. Left out: chosen. */
  rates: raceRatesSchema.optional(),
});
export type RaceInput = z.infer<typeof raceInputSchema>;

/** running <-> paused -> finished | stopped. A race goes on until each of its entrants has ended. */
export const raceStates = ['running', 'paused', 'finished', 'stopped'] as const;
export const raceStateSchema = z.enum(raceStates);
export type RaceState = z.infer<typeof raceStateSchema>;
export const endedRaces: readonly RaceState[] = ['finished', 'stopped'];

/** The race of the workspace, running or ended. */
export const raceSchema = z.object({
  id: z.string(),
  /** What all entrants share; of its optimizer nothing counts. */
  spec: runSpecSchema,
  entrants: z.array(
    z.object({
      optimizer: optimizerSpecSchema,
      /** `diverged` does not end the race of the others. */
      state: runStateSchema,
      reason: z.enum(endReasons).nullable(),
    }),
  ),
  state: raceStateSchema,
  /** All entrants in step. */
  pace: paceSchema,
  rates: raceRatesSchema,
  parameters: z.number().int(),
});
export type Race = z.infer<typeof raceSchema>;

/** What `race.watch` streams: first everything so far (each `from` 0), then what is new. Of each entrant in its order. */
export const raceUpdateSchema = z.object({
  raceId: z.string(),
  state: raceStateSchema,
  entrants: z.array(
    z.object({
      progress: progressSchema,
      /** Index of records[0] in the entrant's whole history; records continue where the last message ended. */
      from: z.number().int(),
      records: z.array(epochRecordSchema),
    }),
  ),
});
export type RaceUpdate = z.infer<typeof raceUpdateSchema>;

const { min, max } = insightLimits.planeSide;
export const racePlaneInputSchema = z.object({
  /** Points of a side. */
  steps: z.number().int().min(min).max(max),
});

/** The loss on training rows over a plane, and the entrants' ways over it. */
export const racePlaneSchema = z.object({
  raceId: z.string(),
  /** Training rows that the losses are of: all of them, or an even choice. */
  rows: z.number().int(),
  allRows: z.number().int(),
  axes: z.discriminatedUnion('kind', [
    /** The network's only two parameters: the plane is the whole of what can be. */
    z.object({ kind: z.literal('parameters'), x: parameterIndexSchema, y: parameterIndexSchema }),
    /** The two directions in which the weights of all entrants' paths differ most. Axes are lengths along them from the middle
     *  of the paths; `share` (0..1) is how much of the paths' squared distance from there lies in the plane. */
    z.object({ kind: z.literal('principal'), share: z.number() }),
  ]),
  x: z.object({ from: z.number(), to: z.number() }),
  y: z.object({ from: z.number(), to: z.number() }),
  steps: z.number().int(),
  /** float32, little endian: [y][x], y and x from their `from` to their `to`; NaN where not finite. Without penalties. */
  losses: z.file(),
  /** Of each entrant the states of its weights at the ends of epochs, the start (epoch 0) first. `loss` is that of the weights
   *  themselves, on the same rows: beside the plane it may be another than the plane's; null where not finite. States that are
   *  not finite are left out. */
  paths: z.array(
    z.array(
      z.object({
        epoch: z.number().int(),
        step: z.number().int(),
        x: z.number(),
        y: z.number(),
        loss: z.number().nullable(),
      }),
    ),
  ),
});
export type RacePlane = z.infer<typeof racePlaneSchema>;
export type RacePath = RacePlane['paths'][number];
