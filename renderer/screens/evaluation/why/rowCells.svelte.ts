// The cells of a few rows of the open table, read when the rows change.
import type { Workspace } from '../../../state/workspace.svelte.ts';

export class RowCells {
  #found = $state.raw<ReadonlyMap<number, (string | null)[]>>(new Map());

  /** Must be created while a component is. */
  constructor(workspace: Workspace, wanted: () => readonly number[]) {
    $effect(() => {
      const rows = wanted();
      if (workspace.status !== 'open' || workspace.dataset === null) return;
      const stop = new AbortController();
      const read = async (row: number) => {
        const { rows } = await workspace.client.dataset.rows(
          { offset: row, limit: 1 },
          { signal: stop.signal },
        );
        return [row, rows[0] ?? []] as const;
      };
      Promise.all(rows.map(read)).then(
        (found) => {
          if (!stop.signal.aborted) this.#found = new Map(found);
        },
        // Without the cells the rows still show their numbers.
        () => {},
      );
      return () => stop.abort();
    });
  }

  /** null where it is empty or not read yet. */
  at(row: number, column: number): string | null {
    return this.#found.get(row)?.[column] ?? null;
  }
}
