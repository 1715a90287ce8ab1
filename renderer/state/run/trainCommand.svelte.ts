// Training the workspace's spec as a new run, from any screen. Where that cannot be, the workspace's failure says why.

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

  /** Whether a run is about to begin; not while a person is asked whether to stop another one. */
  get starting(): boolean {
    return this.#starting && this.#parts.workspace.stopQuestion === null;
  }

  /** For the life of the component that calls it: nothing is trained while `reason` gives one, such as a field with a wrong number. */
  holdBy(reason: () => string | null): void {
    $effect(() => {
      this.#held = reason;
      return () => {
        if (this.#held === reason) this.#held = null;
      };
    });
  }

  /** Shows the new run where one began, and returns whether it did. */
  async start(): Promise<boolean> {
    const { workspace, preferences, navigation } = this.#parts;
    const reason = this.#held?.() ?? null;
    if (reason !== null) workspace.refuse({ code: 'spec_refused', message: reason, values: { reason } });
    if (reason !== null || this.#starting) return false;
    this.#starting = true;
    const started = await workspace.command(
      async (client) => {
        // A run in progress keeps its pace until it has been stopped for this one.
        if (workspace.inProgress === null) await bringToPace(this.#parts);
        return client.training.start(preferences.startOptions);
      },
      { kind: 'train' },
    );
    this.#starting = false;
    if (started) navigation.go('training');
    return started !== undefined;
  }
}
