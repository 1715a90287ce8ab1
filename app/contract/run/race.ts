// A race: two to six optimizers train the same network at the same time, from the same start, on the same rows in the same
// order. Everything else is the workspace's spec at the start of the race. A race is kept in memory only; a run of the spec
// with an entrant's optimizer gives the same numbers, bit for bit.
import { z } from 'zod';
import { limits } from '../limits.ts';
import { optimizerSpecSchema } from '../spec/optimizers.ts';
import { runSpecSchema } from '../spec/spec.ts';
import { insightLimits } from './insightLimits.ts';
import { parameterIndexSchema } from './parameterIndex.ts';
import { endReasons, epochRecordSchema, paceSchema, progressSchema, runStateSchema } from './training.ts';

export const raceLimits = {
  entrants: { min: 2, max: 6 },
  /** Points of a path. */
  pathPoints: { max: 200 },
  /** Largest network whose loss plane is computed. */
  planeParameters: { max: 20_000 },
} as const;

/** Seconds that a race takes by default. */
const secondsShown = 10;

/** Pace in epochs per second that lets a person follow a race of this many epochs. */
export function watchablePace(epochs: number): number {
  const { min, max } = limits.pace;
  return Math.min(max, Math.max(min, epochs / secondsShown));
}

/** Where the learning rates come from: `tested`: `race.rates` found one per entrant; `same`: all share one; `chosen`: a person
 *  chose each. */
export const raceRates = ['tested', 'same', 'chosen'] as const;
export const raceRatesSchema = z.enum(raceRates);
export type RaceRates = z.infer<typeof raceRatesSchema>;

export const rateSearchInputSchema = z.object({
  entrants: z.array(optimizerSpecSchema).min(1).max(raceLimits.entrants.max),
});
/** The rate found for one entrant; entrants come in their order. */
export const foundRateSchema = z.object({
  entrant: z.number().int(),
  /** null where the optimizer chooses its own step size, or no rate lowers the loss. */
  rate: z.number().nullable(),
});
export type FoundRate = z.infer<typeof foundRateSchema>;

export const raceInputSchema = z.object({
  /** In the order in which they are shown. */
  entrants: z.array(optimizerSpecSchema).min(raceLimits.entrants.min).max(raceLimits.entrants.max),
  /** Threads of all entrants together; each entrant has at least one. */
  threads: z.number().int().min(limits.threads.min).max(limits.threads.max).optional(),
  /** Default: `watchablePace`. */
  epochsPerSecond: paceSchema.optional(),
  /** For display only: the entrants contain their rates. Default: `chosen`. */
  rates: raceRatesSchema.optional(),
});
export type RaceInput = z.infer<typeof raceInputSchema>;

/** running <-> paused -> finished | stopped. A race continues until all of its entrants have ended. */
export const raceStates = ['running', 'paused', 'finished', 'stopped'] as const;
export const raceStateSchema = z.enum(raceStates);
export type RaceState = z.infer<typeof raceStateSchema>;
export const endedRaces: readonly RaceState[] = ['finished', 'stopped'];

/** The workspace's race, in progress or ended. */
export const raceSchema = z.object({
  id: z.string(),
  /** What all entrants share; its optimizer is ignored. */
  spec: runSpecSchema,
  entrants: z.array(
    z.object({
      optimizer: optimizerSpecSchema,
      /** A diverged entrant does not end the race of the others. */
      state: runStateSchema,
      reason: z.enum(endReasons).nullable(),
    }),
  ),
  state: raceStateSchema,
  /** One pace for all entrants, which train in step. */
  pace: paceSchema,
  rates: raceRatesSchema,
  parameters: z.number().int(),
});
export type Race = z.infer<typeof raceSchema>;

/** What `race.watch` streams: first everything so far (each `from` is 0), then what is new. `entrants` is in the race's order. */
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
  /** Points per side. */
  steps: z.number().int().min(min).max(max),
});

/** The loss on training rows over a plane, and the entrants' paths over it. */
export const racePlaneSchema = z.object({
  raceId: z.string(),
  /** Training rows that the losses are computed on: all of them, or an even sample. */
  rows: z.number().int(),
  allRows: z.number().int(),
  axes: z.discriminatedUnion('kind', [
    /** The network has only two parameters, so the plane contains all of its possible weights. */
    z.object({ kind: z.literal('parameters'), x: parameterIndexSchema, y: parameterIndexSchema }),
    /** The two directions in which the weights on the entrants' paths differ most. The axes measure lengths along them from the
     *  paths' mean; `share` (0..1) is the share of the paths' squared distance from the mean that lies in the plane. */
    z.object({ kind: z.literal('principal'), share: z.number() }),
  ]),
  x: z.object({ from: z.number(), to: z.number() }),
  y: z.object({ from: z.number(), to: z.number() }),
  steps: z.number().int(),
  /** float32, little endian: [y][x], y and x from their `from` to their `to`; NaN where not finite. Penalties are not included. */
  losses: z.file(),
  /** For each entrant its weights at the ends of epochs, beginning with the start (epoch 0). `loss` is computed on the same
   *  rows at the weights themselves: for weights outside the plane it may differ from the plane's loss; null where not finite.
   *  Weights that are not finite are left out. */
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
