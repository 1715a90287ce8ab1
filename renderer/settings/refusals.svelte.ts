// Fields of the form whose typed text could not be taken. The spec keeps its last good value meanwhile, so training is
// blocked until each is put right: a person would think that what they typed is what is trained.

import { SvelteMap } from 'svelte/reactivity';

export class Refusals {
  readonly #sentences = new SvelteMap<string, string>();

  set(field: string, sentence: string | null): void {
    if (sentence === null) this.#sentences.delete(field);
    else this.#sentences.set(field, sentence);
  }
  /** Of all fields below a path, such as those of layers that have been replaced. */
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
