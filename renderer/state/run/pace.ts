// The pace of a training. One that would be over before a person has seen anything is spread over some seconds, unless they prefer full
// speed; it changes no number. Whether a training is short is estimated from its spec alone, so that the same spec always goes the
// same way.

import { limits } from '../../../app/contract/limits.ts';
import type { Plan } from '../../../app/contract/model.ts';
import type { RunSpec } from '../../../app/contract/spec/spec.ts';
import type { Pace, Preferences } from '../preferences.svelte.ts';
import type { Workspace } from '../workspace.svelte.ts';

/** Seconds: a training shorter than `short` is slowed down to last `spread`. */
const seconds = { short: 3, spread: 5 };
/** Seconds per step, matrix products per step (forward and backward), seconds per multiplication: an ordinary laptop's with one
 *  core, rounded up. An estimate of the order of magnitude. */
const cost = { step: 20e-6, product: 3, multiplication: 0.5e-9 };

/** Estimated seconds of the whole training at full speed. */
export function estimatedSeconds({ training }: RunSpec, { rows, parameters }: Plan): number {
  const trained = Math.max(1, rows.train);
  const batch = training.batchSize === 'full' ? trained : Math.min(training.batchSize, trained);
  const steps = Math.ceil(trained / batch);
  const ofEpoch = steps * cost.step + trained * parameters * cost.product * cost.multiplication;
  return training.epochs * ofEpoch;
}

/** Epochs per second for a training; null: full speed. */
export function paceOf(pace: Pace, spec: RunSpec, plan: Plan): number | null {
  if (pace !== 'watch') return pace === 'full' ? null : pace;
  if (estimatedSeconds(spec, plan) >= seconds.short) return null;
  return Math.min(limits.pace.max, Math.max(limits.pace.min, spec.training.epochs / seconds.spread));
}

interface Page {
  workspace: Workspace;
  preferences: Preferences;
}

/** Sets the pace of the run in progress, if there is one, and of all later runs; remembered in this browser. */
export async function usePace({ workspace, preferences }: Page, pace: Pace): Promise<void> {
  preferences.usePace(pace);
  await workspace.steer(() => bringToPace({ workspace, preferences }));
}

/** Sends the backend the preferred pace for the workspace's spec where it differs from the present pace. */
export async function bringToPace({ workspace, preferences }: Page): Promise<void> {
  const { plan, spec } = workspace;
  if (!plan || !spec) return;
  const epochsPerSecond = paceOf(preferences.pace, spec, plan);
  if (epochsPerSecond !== workspace.pace) await workspace.client.training.pace({ epochsPerSecond });
}
