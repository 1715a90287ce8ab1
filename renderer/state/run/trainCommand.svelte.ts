// Trains the workspace's spec as a new run, from any screen. If that is refused, the workspace's `failure` says why.

import type { Navigation } from '../navigation.svelte.ts';
import type { Preferences } from '../preferences.svelte.ts';
import type { Workspace } from '../workspace.svelte.ts';
import { bringToPace } from './pace.ts';

interface Parts {
  workspace: Workspace;
  preferences: Preferences;
  navigation: Navigation;
}

export class TrainCommand {
  readonly #parts: Parts;
  #starting = $state(false);
  #held: (() => string | null) | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Whether a run is being started; false while a person is asked whether to stop another one. */
  get starting(): boolean {
    return this.#starting && this.#parts.workspace.stopQuestion === null;
  }

  /** While the calling component exists, no training starts while `reason` returns a text, such as for a field with a wrong number. */
  holdBy(reason: () => string | null): void {
    $effect(() => {
      this.#held = reason;
      return () => {
        if (this.#held === reason) this.#held = null;
      };
    });
  }

  /** Starts a run and shows it; resolves to whether it began. @param model the kept run whose weights are the initial ones; null for
   *  random ones. */
  async start(model: string | null = null): Promise<boolean> {
    const { workspace, preferences, navigation } = this.#parts;
    const reason = this.#held?.() ?? null;
    if (reason !== null) workspace.refuse({ code: 'spec_refused', message: reason, values: { reason } });
    if (reason !== null || this.#starting) return false;
    this.#starting = true;
    let from = navigation.screen;
    const started = await workspace.command(
      async (client) => {
        from = navigation.screen;
        // A run in progress keeps its pace until it has been stopped for this one.
        if (workspace.inProgress === null) await bringToPace(this.#parts);
        const origin = model === null ? {} : { from: { kind: 'run', id: model } as const };
        return client.training.start({ ...preferences.startOptions, ...origin });
      },
      { kind: 'train' },
    );
    this.#starting = false;
    // The run may have ended before the answer came: a person who has gone elsewhere meanwhile stays there.
    if (started && navigation.screen === from) navigation.go('training');
    return started !== undefined;
  }
}
