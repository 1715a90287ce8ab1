// The pace of a training. One that would be over before a person has seen anything is spread over some seconds, unless they prefer full
// speed; it changes no number. Whether a training is short is estimated from its spec alone, so that the same spec always goes the
// same way.

import { limits } from '../../../app/contract/limits.ts';
import type { Plan } from '../../../app/contract/model.ts';
import type { RunSpec } from '../../../app/contract/spec/spec.ts';
import type { Pace, Preferences } from '../preferences.svelte.ts';
import type { Workspace } from '../workspace.svelte.ts';

/** Seconds: shorter than `short` is spread over `spread`. */
const seconds = { short: 3, spread: 5 };
/** A step costs so much by itself, and each multiplication of its forward and backward pass (three products) so much: what an ordinary
 *  laptop needs with one core, rounded up. Only the size counts: a training at the limit may go either way. */
const cost = { step: 20e-6, product: 3, multiplication: 0.5e-9 };

/** Seconds that the whole training takes at full speed, about. */
export function estimatedSeconds({ training }: RunSpec, { rows, parameters }: Plan): number {
  const trained = Math.max(1, rows.train);
  const batch = training.batchSize === 'full' ? trained : Math.min(training.batchSize, trained);
  const steps = Math.ceil(trained / batch);
  const ofEpoch = steps * cost.step + trained * parameters * cost.product * cost.multiplication;
  return training.epochs * ofEpoch;
}

/** Epochs a second that a training goes at; null: as fast as it can. */
export function paceOf(pace: Pace, spec: RunSpec, plan: Plan): number | null {
  if (pace !== 'watch') return pace === 'full' ? null : pace;
  if (estimatedSeconds(spec, plan) >= seconds.short) return null;
  return Math.min(limits.pace.max, Math.max(limits.pace.min, spec.training.epochs / seconds.spread));
}

interface Page {
  workspace: Workspace;
  preferences: Preferences;
}

/** For the run in progress, if there is one, and for all that are started later; remembered. */
export async function usePace({ workspace, preferences }: Page, pace: Pace): Promise<void> {
  preferences.usePace(pace);
  await workspace.steer(() => bringToPace({ workspace, preferences }));
}

/** Tells the backend what the preference comes to for the workspace's spec, where its pace is a different one. */
export async function bringToPace({ workspace, preferences }: Page): Promise<void> {
  const { plan, spec } = workspace;
  if (!plan || !spec) return;
  const epochsPerSecond = paceOf(preferences.pace, spec, plan);
  if (epochsPerSecond !== workspace.pace) await workspace.client.training.pace({ epochsPerSecond });
}
