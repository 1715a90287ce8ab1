// Fields whose typed text was refused, with the reason. The spec keeps its last valid value meanwhile, so training is blocked until
// each field is corrected: else a person would think that the typed value is trained.

import { SvelteMap } from 'svelte/reactivity';

export class Refusals {
  readonly #sentences = new SvelteMap<string, string>();

  set(field: string, sentence: string | null): void {
    if (sentence === null) this.#sentences.delete(field);
    else this.#sentences.set(field, sentence);
  }
  /** Drops the refusals of all fields whose path begins with `path`, such as those of layers that were replaced. */
  forget(path: string): void {
    for (const field of [...this.#sentences.keys()])
      if (field.startsWith(path)) this.#sentences.delete(field);
  }
  of(field: string): string | null {
    return this.#sentences.get(field) ?? null;
  }
  get first(): string | null {
    return this.#sentences.values().next().value ?? null;
  }
}
