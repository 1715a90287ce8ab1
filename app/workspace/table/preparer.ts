// Keeps what was prepared for a table's last spec.
import type { Issue } from '../../contract/issues/issues.ts';
import type { Link } from '../../contract/model.ts';
import type { DataSpec } from '../../contract/spec/spec.ts';
import { Leaks } from '../../dataset/findings/leaks.ts';
import type { Table } from '../../dataset/table/table.ts';
import type { Prepared, PreparedData } from './prepareData.ts';

/** Tables of up to this many cells and columns are searched for leaks before the plan is sent: 0.1 s. */
const searchedAtOnce = { cells: 500_000, columns: 50 };

/** Splits and fits once for each distinct data spec and seed: most edits of a spec touch neither. */
export class Preparer {
  #table: Table;
  #key = '';
  #prepared: Promise<PreparedData> | null = null;
  /** Known leaks: columns that reveal a target. */
  readonly leaks: Leaks;

  constructor(table: Table) {
    this.#table = table;
    this.leaks = new Leaks(table);
  }

  /** Features that leak the target, as far as known. */
  async leaksOf(data: DataSpec): Promise<Issue[]> {
    const { rows, columns } = this.#table;
    const { cells, columns: most } = searchedAtOnce;
    if (columns.length <= most && columns.length * rows <= cells) await this.leaks.find(data);
    return this.leaks.of(data);
  }

  prepare(prepared: Prepared): Promise<PreparedData> {
    const { data, seed, loss, folds } = prepared;
    const link = loss === 'poisson' ? 'log' : 'identity';
    const key = JSON.stringify([data, seed, link, folds]);
    if (this.#prepared === null || key !== this.#key) {
      this.#key = key;
      this.#prepared = this.#prepareAnew(prepared, link);
      this.#prepared.catch(() => {
        this.#prepared = null;
      });
    }
    return this.#prepared;
  }

  /** A table that is only looked at needs none of it. */
  async #prepareAnew(prepared: Prepared, link: Link): Promise<PreparedData> {
    const { prepareData } = await import('./prepareData.ts');
    return prepareData(this.#table, prepared, link);
  }
}
