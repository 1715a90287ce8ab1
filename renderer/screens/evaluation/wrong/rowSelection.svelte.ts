// Which rows of the judged part are listed: those behind a cell, a range, a point or a group that a person pressed, or else the wrong rows
// (of numbers: all of them).
import type { Selection } from '../../../../app/contract/run/errorRows.ts';
import type { Evaluation } from '../../../../app/contract/run/evaluation.ts';
import { confusedPairs } from '../../../charts/scores/confusion.ts';
import { m } from '../../../paraglide/messages.js';

export class RowSelection {
  readonly #usual: Selection;
  #selection = $state.raw<Selection>({ kind: 'all' });
  #name = $state.raw<() => string>(m.wrong_rows_all);

  constructor({ detail }: Evaluation) {
    const wrong = detail.kind === 'class' && confusedPairs(detail.confused).length > 0;
    this.#usual = { kind: wrong ? 'wrong' : 'all' };
    this.reset();
  }

  get selection(): Selection {
    return this.#selection;
  }
  /** In words, without a count. */
  get name(): string {
    return this.#name();
  }
  /** Whether other rows are listed than at first. */
  get chosen(): boolean {
    return this.#selection !== this.#usual;
  }
  /** What `reset` lists, in words. */
  get usualName(): string {
    return this.#usual.kind === 'wrong' ? m.wrong_show_wrong() : m.wrong_show_all();
  }

  /** Lists other rows; the same ones again: those of the beginning. @param name asked for again in each language. */
  choose(selection: Selection, name: () => string): void {
    if (this.isChosen(selection)) {
      this.reset();
      return;
    }
    this.#selection = selection;
    this.#name = name;
  }
  isChosen(selection: Selection): boolean {
    return JSON.stringify(selection) === JSON.stringify(this.#selection);
  }
  reset(): void {
    this.#selection = this.#usual;
    this.#name = this.#usual.kind === 'wrong' ? m.wrong_rows_wrong : m.wrong_rows_all;
  }
}
