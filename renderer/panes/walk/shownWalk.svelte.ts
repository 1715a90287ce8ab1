// Where a person is in the walk of a row: the step that is shown, the units that are followed, and what the step's table needs to have
// measured.

import type { RowWalk } from '../../state/insight/rowWalk.svelte.ts';
import { stepTable } from './stepTable.ts';
import { type Walked, walkedOf } from './walkedRow.ts';
import { type Step, stepsOf } from './walkSteps.ts';

export class ShownWalk {
  readonly row: RowWalk;
  #follow = $state.raw<ReadonlyMap<number, number>>(new Map());
  #wanted = $state(0);
  /** null until the walk has been loaded, like `step`. */
  readonly walked: Walked | null = $derived.by(() => {
    const { walk, frozen, plan } = this.row;
    return walk && frozen ? walkedOf(walk, frozen.spec, plan, this.#follow) : null;
  });
  readonly steps: readonly Step[] = $derived.by(() => (this.walked ? stepsOf(this.walked.shape) : []));
  /** Index of the step. */
  readonly at: number = $derived.by(() => Math.min(this.#wanted, this.steps.length - 1));
  readonly step: Step | undefined = $derived.by(() => this.steps[this.at]);
  readonly #parameters = $derived.by(() => {
    const { walked, step } = this;
    const table = walked && step ? stepTable(walked, step) : null;
    return table?.kind === 'gradients' ? table.rows.map(({ parameter }) => parameter) : [];
  });

  constructor(row: RowWalk) {
    this.row = row;
  }

  go(index: number): void {
    this.#wanted = Math.max(0, Math.min(this.steps.length - 1, index));
  }
  /** Follows a unit of a column through all steps. */
  follow(column: number, unit: number): void {
    this.#follow = new Map(this.#follow).set(column, unit);
  }
  nameOf(column: number, unit: number): string {
    return this.walked?.columns[column]?.names[unit] ?? '';
  }

  /** Keeps the walk up to date while the calling component exists. */
  keepUp(): void {
    this.row.keepUp();
    $effect(() => this.row.measure(this.#parameters));
  }
}
