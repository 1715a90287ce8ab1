// Which part of a drawing is seen, and how large: x and y on screen are those of the drawing times `scale`, plus `x` and `y`.
export const scales = { min: 0.5, max: 16 } as const;

interface Point {
  x: number;
  y: number;
}

export class Viewport {
  #scale = $state(1);
  #x = $state(0);
  #y = $state(0);

  get scale(): number {
    return this.#scale;
  }
  get x(): number {
    return this.#x;
  }
  get y(): number {
    return this.#y;
  }
  /** Whether all of the drawing is seen as it was laid out. */
  get fits(): boolean {
    return this.#scale === 1 && this.#x === 0 && this.#y === 0;
  }

  fit(): void {
    this.#scale = 1;
    this.#x = 0;
    this.#y = 0;
  }

  pan(dx: number, dy: number): void {
    this.#x += dx;
    this.#y += dy;
  }

  /** Zooms in (factor above 1) or out; the point at `at` on screen stays there. */
  zoom(factor: number, at: Point): void {
    const scale = Math.min(scales.max, Math.max(scales.min, this.#scale * factor));
    const here = this.inside(at);
    this.#scale = scale;
    this.#x = at.x - here.x * scale;
    this.#y = at.y - here.y * scale;
  }

  /** Converts a position on screen to one in the drawing. */
  inside({ x, y }: Point): Point {
    return { x: (x - this.#x) / this.#scale, y: (y - this.#y) / this.#scale };
  }
}
