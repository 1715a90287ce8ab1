// The rows of a part of the current run as the calls about its errors need them, kept with the run: its errors, the groups of its columns,
// and the order of the rows that were selected last.
import { AppError } from '../../contract/issues/errors.ts';
import type { Part } from '../../contract/run/parts.ts';
import type { Table } from '../../dataset/table/table.ts';
import { type RowErrors, rowErrors } from '../../evaluation/errors/rowErrors.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { type ColumnGroups, groupingsOf } from './partColumns.ts';
import { type ScoredRun, scoredRun } from './scoredRun.ts';

export interface RowsOfPart {
  runId: string;
  part: Part;
  target: number;
}

export interface JudgedRows {
  table: Table;
  errors: RowErrors;
  /** What groups of classes are compared by. */
  metric: 'accuracy' | 'balancedAccuracy';
  targets: readonly string[];
  groupings: (column: string) => Promise<ColumnGroups[]>;
  /** Order of selected rows (indices in the part) by the key of their selection. */
  orders: Latest<Promise<Uint32Array>>;
}

/** A few values that were asked for last, made at need. A promise that fails is made again. */
export class Latest<Value> {
  readonly #kept = new Map<string, Value>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string, make: () => Value): Value {
    const value = this.#kept.get(key) ?? make();
    this.#kept.delete(key);
    this.#kept.set(key, value);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.#most) break;
      this.#kept.delete(oldest);
    }
    if (value instanceof Promise) value.catch(() => this.#kept.delete(key));
    return value;
  }
}

const kept = new WeakMap<ScoredRun, Map<Part, Promise<JudgedRows>>>();

/** Throws AppError run_not_found, run_needed, dataset_needed, spec_refused, nothing_to_score, option_invalid. */
export async function judgedRows(
  session: WorkspaceSession,
  { runId, part, target }: RowsOfPart,
): Promise<JudgedRows> {
  const scored = await scoredRun(session, runId);
  const ofRun = kept.get(scored) ?? new Map<Part, Promise<JudgedRows>>();
  kept.set(scored, ofRun);
  const found = ofRun.get(part) ?? judge(scored, part);
  ofRun.set(part, found);
  found.catch(() => ofRun.delete(part));
  const judged = await found;
  const targets = judged.errors.kind === 'class' ? 1 : judged.errors.names.length;
  if (target < targets) return judged;
  const message = `The model has ${targets} targets; there is no target ${target}.`;
  throw new AppError('option_invalid', message, {
    option: 'target',
    expected: `0 to ${targets - 1}`,
    found: target,
  });
}

async function judge({ run, ground, part: partOf }: ScoredRun, part: Part): Promise<JudgedRows> {
  const { table } = ground;
  const evaluated = await partOf(part);
  if (evaluated.rows.length === 0)
    throw new AppError(
      'nothing_to_score',
      `There are no ${part === 'train' ? 'training' : part} rows of ${table.fileName}; choose another part.`,
      { file: table.fileName },
    );
  const errors = rowErrors(evaluated);
  const grouped = new Latest<Promise<ColumnGroups[]>>(4);
  return {
    ...{ table, errors },
    metric: run.evaluation?.comparison?.main === 'balancedAccuracy' ? 'balancedAccuracy' : 'accuracy',
    targets: ground.spec.data.columns.filter(({ role }) => role === 'target').map(({ name }) => name),
    groupings: (column) => grouped.get(column, () => groupingsOf(table, column, errors.rows)),
    orders: new Latest(4),
  };
}
