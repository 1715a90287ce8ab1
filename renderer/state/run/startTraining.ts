// Starts a run of the workspace's spec with what a person prefers on this computer.

import type { Preferences } from '../preferences.svelte.ts';
import type { Workspace } from '../workspace.svelte.ts';
import { bringToPace } from './pace.ts';

interface Page {
  workspace: Workspace;
  preferences: Preferences;
}

/** Resolves to whether it has started; where it has not, the workspace says why. */
export async function startTraining({ workspace, preferences }: Page): Promise<boolean> {
  await bringToPace({ workspace, preferences });
  const started = await workspace.command((client) => client.training.start(preferences.startOptions));
  return started !== undefined;
}
