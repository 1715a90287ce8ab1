// What the views and controls of a lesson share: the predictions, the walked row, the parameter that the loss is drawn against, the
// race's optimizers, and how far the walk is. The screen of the lesson provides it; each view reads it by `lessonLook()`.

import { createContext } from 'svelte';
import type { Arrangement } from '../../../app/contract/lesson/arrangement.ts';
import type { ParameterIndex } from '../../../app/contract/run/parameterIndex.ts';
import type { OptimizerSpec } from '../../../app/contract/spec/optimizers.ts';
import type { Predictions } from '../insight/predictions.svelte.ts';

/** Steps of the walk are counted from 1, as the quantities of a lesson are. */
export interface WalkPosition {
  step: number;
  steps: number;
  /** How many different steps were shown since the walk began. */
  seen: number;
}

export class LessonLook {
  /** Kept up to date by the lesson's screen, so that several views ask only once. */
  readonly predictions: Predictions;
  readonly #arrangement: () => Arrangement;
  readonly #rowPlace: () => string;
  #row = $state.raw<{ row: number; place: string } | null>(null);
  #parameter = $state.raw<ParameterIndex | null>(null);
  #walk = $state.raw<WalkPosition | null>(null);

  /** @param arrangement what the present step shows. @param rowPlace which step named its row. */
  constructor(predictions: Predictions, arrangement: () => Arrangement, rowPlace: () => string) {
    this.predictions = predictions;
    this.#arrangement = arrangement;
    this.#rowPlace = rowPlace;
  }

  /** 0-based data row that views of one row show: the person's choice, else the step's; null: the first training row. A step that names
   *  a row replaces the choice. */
  get row(): number | null {
    const own = this.#arrangement().row ?? null;
    return this.#row?.place === `${this.#rowPlace()} ${own}` ? this.#row.row : own;
  }
  chooseRow(row: number): void {
    this.#row = { row, place: `${this.#rowPlace()} ${this.#arrangement().row ?? null}` };
  }

  /** The parameter that a person chose to draw the loss against; null: the first weight of the first unit. */
  get parameter(): ParameterIndex | null {
    return this.#parameter;
  }
  chooseParameter(parameter: ParameterIndex): void {
    this.#parameter = parameter;
  }

  /** Optimizers of the view `race`; empty where the step names none. */
  get race(): readonly OptimizerSpec[] {
    return this.#arrangement().race ?? [];
  }

  /** null while the walk is not shown. */
  get walk(): WalkPosition | null {
    return this.#walk;
  }
  showWalk(walk: WalkPosition | null): void {
    this.#walk = walk;
  }
}

export const [lessonLook, provideLessonLook] = createContext<LessonLook>();
