// One line of a terminal that is drawn over itself. Where stderr is not a terminal it draws nothing.

/** The part of stderr that is used. */
export interface Screen {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

export class ScreenLine {
  #drawn = false;

  constructor(private readonly screen: Screen = process.stderr) {}

  /** One column stays free: a terminal moves to the next line when the last column is written. */
  get width(): number {
    return (this.screen.columns || 80) - 1;
  }

  draw(text: string): void {
    if (!this.screen.isTTY) return;
    this.screen.write(`\r${text.slice(0, this.width)}\u001b[K`);
    this.#drawn = true;
  }

  /** Makes room for other lines. */
  clear(): void {
    if (this.#drawn) this.screen.write('\r\u001b[K');
    this.#drawn = false;
  }
}
