// The current run's repeats of one kind, as they train or as they are kept with the run, and their commands. They are followed while
// their screen is shown.

import { untrack } from 'svelte';
import type {
  Repeat,
  RepeatKind,
  RepeatsCost,
  RepeatsState,
  RepeatsUpdate,
} from '../../../app/contract/run/repeats.ts';
import { type Failure, failureOf } from '../failure.ts';
import { LossHistory } from '../run/lossHistory.ts';
import type { Client, Workspace } from '../workspace.svelte.ts';
import type { RepeatsChoice } from './repeatsChoice.svelte.ts';

export interface ShownRepeat extends Repeat {
  history: LossHistory;
}

type Shown = Pick<RepeatsUpdate, 'state' | 'summary' | 'secondsLeft'> & { members: readonly ShownRepeat[] };

const nothing: Shown = { state: 'none', members: [], summary: null, secondsLeft: null };

export class Repeats {
  readonly #workspace: Workspace;
  readonly #choice: RepeatsChoice;
  #shown = $state.raw<Shown>(nothing);
  #cost = $state.raw<RepeatsCost | null>(null);
  #failure = $state.raw<Failure | null>(null);

  constructor(workspace: Workspace, choice: RepeatsChoice) {
    this.#workspace = workspace;
    this.#choice = choice;
  }

  get kind(): RepeatKind {
    const { run, repeats } = this.#workspace;
    const known = run?.repeats;
    const newest = repeats?.runId === run?.id ? repeats?.kind : undefined;
    return this.#choice.kind ?? newest ?? (known?.seeds && !known.folds ? 'seeds' : 'folds');
  }
  get shown(): Shown {
    return this.#shown;
  }
  /** Of the next ones; null until it is known, and where there can be none. */
  get cost(): RepeatsCost | null {
    return this.#cost;
  }
  /** Why there can be none. */
  get failure(): Failure | null {
    return this.#failure;
  }
  /** Those in progress, whichever they are. */
  get running(): RepeatsState | null {
    const { repeats } = this.#workspace;
    return repeats?.state === 'running' ? repeats : null;
  }

  /** Begins them on the current run; resolves to whether they began. */
  start(kind: RepeatKind): Promise<boolean> {
    this.#choice.kind = kind;
    return startRepeats(this.#workspace, kind, this.#choice.count);
  }

  stop(): void {
    void this.#workspace.steer((client) => client.repeats.stop());
  }

  /** Follows them while the calling component exists. */
  keepUp(): void {
    const workspace = this.#workspace;
    const runId = $derived(workspace.run?.id ?? null);
    // Others begin, or were kept.
    const which = $derived(`${workspace.repeats?.id} ${workspace.run?.repeats?.[this.kind]}`);
    $effect(() => {
      void which;
      if (runId === null || workspace.status !== 'open') return;
      const stop = new AbortController();
      const { kind } = this;
      untrack(() => void this.#watch(workspace.client, { runId, kind }, stop.signal).catch(() => {}));
      return () => stop.abort();
    });
    $effect(() => {
      if (runId === null || workspace.status !== 'open' || this.running !== null) return;
      const stop = new AbortController();
      const asked = { runId, kind: this.kind, count: this.#choice.count };
      untrack(() => void this.#ask(workspace.client, asked, stop.signal));
      return () => stop.abort();
    });
  }

  async #watch(client: Client, of: { runId: string; kind: RepeatKind }, signal: AbortSignal): Promise<void> {
    let histories: LossHistory[] = [];
    this.#shown = nothing;
    for await (const { members, ...update } of await client.repeats.watch(of, { signal })) {
      if (signal.aborted) return;
      histories = members.map(({ from, records }, k) => {
        const history = histories[k] ?? new LossHistory();
        history.put(from, records);
        return history;
      });
      this.#shown = {
        ...update,
        members: members.map((member, k) => ({ ...member, history: histories[k]! })),
      };
    }
  }

  async #ask(
    client: Client,
    asked: { runId: string; kind: RepeatKind; count: number },
    signal: AbortSignal,
  ): Promise<void> {
    try {
      const cost = await client.repeats.cost(asked, { signal });
      if (signal.aborted) return;
      this.#cost = cost;
      this.#failure = null;
    } catch (error) {
      if (signal.aborted) return;
      this.#cost = null;
      this.#failure = failureOf(error);
    }
  }
}

/** Repeats the current run; resolves to whether that began. */
export async function startRepeats(workspace: Workspace, kind: RepeatKind, count: number): Promise<boolean> {
  const runId = workspace.run?.id;
  if (runId === undefined) return false;
  const begun = await workspace.command((client) => client.repeats.start({ runId, kind, count }), {
    kind: 'repeats',
  });
  return begun !== undefined;
}
