// The values of the colour tokens for canvases, which cannot use CSS variables. Read once, and again when the theme changes; an
// effect that reads `theme` runs again then.

export class ChartColors {
  #theme = $state(0);
  readonly #values = new Map<string, string>();
  readonly #observer: MutationObserver;

  constructor() {
    this.#observer = new MutationObserver(() => {
      this.#values.clear();
      this.#theme += 1;
    });
    this.#observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  }

  /** Grows with every change of theme. */
  get theme(): number {
    return this.#theme;
  }

  /** @param token such as `--ink-1`. */
  get(token: string): string {
    let value = this.#values.get(token);
    if (value === undefined) {
      value = getComputedStyle(document.documentElement).getPropertyValue(token).trim();
      this.#values.set(token, value);
    }
    return value;
  }

  dispose(): void {
    this.#observer.disconnect();
  }
}
