// Columns that leak the target: known only after the target, or the target in other words. Measured on a sample of rows by how
// well a column alone predicts the target; each pair of column and target is measured once.
import type { Issue } from '../../contract/issues/issues.ts';
import type { ColumnSpec, DataSpec } from '../../contract/spec/spec.ts';
import { finding, ignoring } from '../issues/dataIssue.ts';
import { grouped } from '../issues/figures.ts';
import { evenRows } from '../numbers/evenRows.ts';
import type { Pause } from '../resources/skippablePause.ts';
import type { Table } from '../table/table.ts';
import { targetNames } from '../table/targets.ts';
import { beyondChance, correlation, explainedShare, ranks } from './association.ts';
import { oneFeatureAccuracy } from './oneFeature.ts';

/** Sample rows for the measurement. */
const sampleRows = 10_000;
/** With fewer rows a column may predict the target by chance. */
const fewestRows = 20;
/** Smallest correlation, or smallest share of variance explained by levels, that counts as leakage. */
const nearOne = 0.99;
/** A feature leaks a class if it alone predicts at least this share of the rows, with at most this share of the baseline's
 *  errors. */
const nearAll = 0.98;
const errorsLeft = 0.1;
/** Levels with fewer rows than this on average identify rows, so they are not judged. */
const rowsPerLevel = 5;

const noPause: Pause = () => Promise.resolve();

export class Leaks {
  private readonly table: Table;
  /** Results by target, task, column and column type; null where the column does not leak. */
  private readonly known = new Map<string, Issue | null>();

  constructor(table: Table) {
    this.table = table;
  }

  /** Leaks found so far among the features of a data spec. */
  of(data: DataSpec): Issue[] {
    const issues: Issue[] = [];
    for (const [index, column] of data.columns.entries()) {
      for (const target of column.role === 'feature' ? targetNames(data) : []) {
        const issue = this.known.get(keyOf(data, target, column)) ?? null;
        if (issue === null) continue;
        issues.push({ ...issue, path: `data.columns.${index}` });
        break;
      }
    }
    return issues;
  }

  /** Checks all features; `pause` is awaited between two. Returns whether a new leak was found. */
  async find(data: DataSpec, pause: Pause = noPause): Promise<boolean> {
    let news = false;
    const names = new Set(this.table.columns.map(({ name }) => name));
    for (const target of targetNames(data).filter((name) => names.has(name))) {
      const asked = data.columns.filter(
        (column) =>
          column.role === 'feature' && names.has(column.name) && !this.known.has(keyOf(data, target, column)),
      );
      if (asked.length === 0) continue;
      const targets = await this.sample(target, data.task === 'regression');
      for (const column of asked) {
        await pause();
        const issue = await this.measure(column, target, targets);
        this.known.set(keyOf(data, target, column), issue);
        news ||= issue !== null;
      }
    }
    return news;
  }

  private async sample(name: string, asNumbers: boolean): Promise<Sample> {
    const rows = evenRows(this.table.rows, sampleRows);
    if (asNumbers) {
      const numbers = await this.table.numbers(name);
      return { kind: 'numbers', values: Float64Array.from(rows, (row) => numbers[row]!) };
    }
    const { codes, levels } = await this.table.categories(name);
    const values = Float64Array.from(rows, (row) => (codes[row]! < 0 ? Number.NaN : codes[row]!));
    return { kind: 'levels', values, levels: levels.length };
  }

  private async measure(column: ColumnSpec, target: string, targets: Sample): Promise<Issue | null> {
    const given = await this.sample(column.name, column.type === 'number');
    const [x, y] = both(given.values, targets.values);
    if (x.length < fewestRows) return null;
    if (given.kind === 'levels' && x.length < rowsPerLevel * given.levels) return null;
    if (targets.kind === 'levels')
      return tellsClass(column.name, target, await oneFeatureAccuracy(x, y, given.kind));
    if (given.kind === 'numbers') return goesWith(column.name, target, x, y);
    const share = await explainedShare(y, Int32Array.from(x), given.levels);
    return share === null
      ? null
      : decides(column.name, target, beyondChance(share, x.length, given.levels), x.length);
  }
}

type Sample =
  | { kind: 'numbers'; values: Float64Array }
  | { kind: 'levels'; values: Float64Array; levels: number };

function keyOf({ task }: DataSpec, target: string, { name, type }: ColumnSpec): string {
  return JSON.stringify([task === 'regression', target, name, type]);
}

/** The values of the rows that have both. */
function both(first: Float64Array, second: Float64Array): [Float64Array, Float64Array] {
  const known = first.map((value, i) => (Number.isNaN(value) || Number.isNaN(second[i]) ? 0 : 1));
  return [first.filter((_, i) => known[i] === 1), second.filter((_, i) => known[i] === 1)];
}

const doubt = 'If it is known only after the target, ignore it.';

async function goesWith(
  column: string,
  target: string,
  x: Float64Array,
  y: Float64Array,
): Promise<Issue | null> {
  const found = [await correlation(x, y), await correlation(await ranks(x), await ranks(y))];
  const most = Math.max(...found.map((value) => Math.abs(value ?? 0)));
  if (most < nearOne) return null;
  const values = { column, target, correlation: down(most), rows: x.length };
  const message = `"${column}" may leak "${target}": the two are almost the same (correlation ${values.correlation} over ${grouped(x.length)} rows). ${doubt}`;
  return finding('leak_correlation', 'warning', message, values, [ignoring(column)]);
}

function decides(column: string, target: string, share: number, rows: number): Issue | null {
  if (share < nearOne) return null;
  const values = { column, target, share: down(100 * share), rows };
  const message = `"${column}" may leak "${target}": its categories alone explain ${values.share}% of the variance over ${grouped(rows)} rows. ${doubt}`;
  return finding('leak_explained', 'warning', message, values, [ignoring(column)]);
}

function tellsClass(
  column: string,
  target: string,
  { right, guessed, rows }: { right: number; guessed: number; rows: number },
): Issue | null {
  const [wrong, wrongGuesses] = [rows - right, rows - guessed];
  if (right < nearAll * rows || wrong > errorsLeft * wrongGuesses || wrongGuesses === 0) return null;
  const values = { column, target, share: down((100 * right) / rows), rows };
  const message = `"${column}" may leak "${target}": it alone predicts the class of ${values.share}% of ${grouped(rows)} rows. ${doubt}`;
  return finding('leak_accuracy', 'warning', message, values, [ignoring(column)]);
}

/** Four digits, rounded down, so that no share is shown larger than it is. */
function down(value: number): number {
  return Math.trunc(value * 1e4) / 1e4;
}
