// The search for the best network as its screen shows it, and its commands. It is followed while its screen is shown.

import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type {
  SearchBudget,
  SearchChoice,
  SearchUpdate,
  SettingEffect,
} from '../../../app/contract/run/search.ts';
import type { Client, Workspace } from '../workspace.svelte.ts';

export type ShownCandidate = SearchUpdate['candidates'][number];
type Whole = Omit<SearchUpdate, 'candidates' | 'effects'>;

const nothing: Whole = { state: 'none', search: null, standings: [], winner: null, problem: null };

export class Search {
  readonly #workspace: Workspace;
  readonly #candidates = new SvelteMap<number, ShownCandidate>();
  #whole = $state.raw<Whole>(nothing);
  #effects = $state.raw<readonly SettingEffect[]>([]);

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  get state(): SearchUpdate['state'] {
    return this.#whole.state;
  }
  /** Until its last figures are shown, which reach the page a moment after the news that it has ended. */
  get running(): boolean {
    const { search } = this.#workspace;
    return search?.state === 'running' || (search !== null && this.#whole.state === 'running');
  }
  /** Facts of the search; null where there is none. */
  get facts(): SearchUpdate['search'] {
    return this.#whole.search;
  }
  get winner(): SearchUpdate['winner'] {
    return this.#whole.winner;
  }
  get problem(): string | null {
    return this.#whole.problem;
  }
  get effects(): readonly SettingEffect[] {
    return this.#effects;
  }
  get candidates(): readonly ShownCandidate[] {
    return [...this.#candidates.values()];
  }
  /** The best first; those without a score follow by their index. */
  get standings(): readonly ShownCandidate[] {
    const ranked = this.#whole.standings.flatMap((index) => this.#candidates.get(index) ?? []);
    const known = new Set(this.#whole.standings);
    return [...ranked, ...this.candidates.filter(({ index }) => !known.has(index))];
  }
  candidate(index: number): ShownCandidate | null {
    return this.#candidates.get(index) ?? null;
  }

  start(budget: SearchBudget): Promise<unknown> {
    return this.#workspace.command((client) => client.search.start({ budget }), { kind: 'search' });
  }
  resume(): Promise<unknown> {
    return this.#workspace.command((client) => client.search.resume(), { kind: 'search' });
  }
  stop(): void {
    void this.#workspace.steer((client) => client.search.stop());
  }
  close(): Promise<unknown> {
    return this.#workspace.command((client) => client.search.close());
  }
  /** Trains it as a run; resolves to whether that began. */
  async keep(candidate: SearchChoice, ensemble?: boolean): Promise<boolean> {
    const begun = await this.#workspace.command(
      (client) => client.search.keep({ candidate, ...(ensemble === undefined ? {} : { ensemble }) }),
      { kind: 'train' },
    );
    return begun !== undefined;
  }

  /** Follows it while the calling component exists. */
  keepUp(): void {
    const workspace = this.#workspace;
    // Another one begins, goes on, or is closed.
    const which = $derived(`${workspace.search?.id} ${workspace.search?.state}`);
    $effect(() => {
      void which;
      if (workspace.status !== 'open') return;
      const stop = new AbortController();
      untrack(() => void this.#watch(workspace.client, stop.signal).catch(() => {}));
      return () => stop.abort();
    });
  }

  async #watch(client: Client, signal: AbortSignal): Promise<void> {
    let first = true;
    for await (const { candidates, effects, ...whole } of await client.search.watch(undefined, { signal })) {
      if (signal.aborted) return;
      if (first) {
        this.#candidates.clear();
        this.#effects = [];
      }
      first = false;
      for (const candidate of candidates) this.#candidates.set(candidate.index, candidate);
      if (effects !== undefined) this.#effects = effects;
      this.#whole = whole;
    }
  }
}
