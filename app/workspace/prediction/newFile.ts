// A file of new rows beside the open table: one at a time for each session. Windows of its rows come with their predictions; all of it
// is written as CSV.
import { randomBytes } from 'node:crypto';
import { AppError } from '../../contract/issues/errors.ts';
import type { Model } from '../../contract/model.ts';
import type { PredictedFile } from '../../contract/modelReport.ts';
import type { NewFile, NewRows } from '../../contract/run/prediction.ts';
import { LevelColumns } from '../../dataset/preparation/encodeLevels.ts';
import type { Table } from '../../dataset/table/table.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Predictions } from '../../evaluation/predictions.ts';
import { rowPrediction } from '../../evaluation/rowPrediction.ts';
import { fitOf } from '../models/fileFit.ts';
import { columnsOfModel } from '../models/modelColumns.ts';
import { marginsOf, predictedCsv, refuseSpread } from '../models/predictedCsv.ts';
import { predictRows } from '../scoring/score.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { MarkedCells } from './markedCells.ts';
import { marginsAt } from './whatIf.ts';

/** Names of unused columns that are told. */
const namesTold = 8;

interface SavedColumns {
  /** Share of rows that the intervals or sets hold; absent for none. */
  interval?: number | undefined;
  spread?: boolean | undefined;
  raw?: boolean | undefined;
}

export class OpenNewFile {
  readonly id = randomBytes(8).toString('hex');
  readonly runId: string;
  readonly model: Model;
  readonly table: Table;
  readonly levels: LevelColumns;
  /** Of all rows, where they are few enough to keep; else windows are predicted when they are asked for. */
  predictions: Predictions | null = null;
  private readonly engine: Engine;
  private readonly marked: MarkedCells;

  constructor(engine: Engine, runId: string, model: Model, table: Table) {
    this.engine = engine;
    this.runId = runId;
    this.model = model;
    this.table = table;
    this.levels = new LevelColumns(table);
    this.marked = new MarkedCells(table, model.preparation, this.levels);
  }

  get allRows(): Uint32Array {
    return Uint32Array.from({ length: this.table.rows }, (_, row) => row);
  }

  summary(): NewFile {
    const { fileName, bytes, rows, rowsLeftOut, dialect, columns } = this.table;
    const { preparation } = this.model;
    const at = new Map(columns.map(({ name }, index) => [name, index]));
    const read = columnsOfModel(preparation);
    const unused = columns.map(({ name }) => name).filter((name) => !read.includes(name));
    const { target } = preparation;
    const targets = target.kind === 'class' ? [target.column] : target.columns.map(({ name }) => name);
    return {
      ...{ id: this.id, fileName, bytes, rows, rowsLeftOut, dialect },
      columns: columns.map(({ name, type }) => ({ name, type })),
      matched: preparation.inputs.map(({ column }) => ({ column, at: at.get(column)! })),
      unused: { count: unused.length, names: unused.slice(0, namesTold) },
      hasTarget: targets.every((name) => at.has(name)),
    };
  }

  async rows(offset: number, limit: number, level: number | undefined): Promise<NewRows> {
    const { rows: cells } = await this.table.window({ offset, limit });
    const wanted = Uint32Array.from({ length: cells.length }, (_, k) => offset + k);
    const known = this.predictions;
    const { predictions: found } =
      known === null && wanted.length > 0
        ? await predictRows(this.engine, this.model, this.table, wanted, this.levels)
        : { predictions: known };
    const reach = marginsAt(this.model, level);
    const first = known === null ? 0 : offset;
    const predictions = cells.map((_, k) => rowPrediction(found!, first + k, reach));
    return { offset, rows: cells, predictions, marks: await this.marked.of(wanted), count: this.table.rows };
  }

  /** Throws AppError interval_unavailable, spread_unavailable before the first piece. */
  async *save(
    { interval, spread = false, raw = false }: SavedColumns,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<{ text: string; rows: number }, PredictedFile> {
    const { engine, model, table, levels } = this;
    const reach = interval === undefined ? null : marginsOf(model, table.fileName, interval);
    if (spread) refuseSpread(model, table.fileName);
    let rows = 0;
    const onRows = (count: number) => {
      rows = count;
    };
    const pieces = predictedCsv(engine, model, table, levels, { reach, spread, raw, onRows });
    try {
      for (;;) {
        signal?.throwIfAborted();
        const { done, value } = await pieces.next();
        if (done) return { ...(await fitOf(table, model, this.allRows, levels, signal)), ...value };
        yield { text: value, rows };
      }
    } finally {
      await pieces.return({ unseenLevels: {}, formulaCells: 0 });
    }
  }
}

const kept = new WeakMap<WorkspaceSession, OpenNewFile>();

const frees = new WeakMap<WorkspaceSession, () => void>();

/** The same function each time, so that a session has it once. */
function freeOf(session: WorkspaceSession): () => void {
  const free = frees.get(session) ?? (() => kept.get(session)?.table.close());
  frees.set(session, free);
  return free;
}

/** Takes the place of the file before, which is closed. */
export function keepNewFile(session: WorkspaceSession, file: OpenNewFile): void {
  kept.get(session)?.table.close();
  kept.set(session, file);
  session.onDispose.add(freeOf(session));
}

/** Throws AppError new_file_closed, also for the file of a run that is not open any more. */
export function newFileOf(session: WorkspaceSession, id: string): OpenNewFile {
  const file = kept.get(session);
  if (file?.id === id && session.live?.id === file.runId) return file;
  if (file?.id === id) closeNewFile(session, id);
  throw new AppError(
    'new_file_closed',
    'This file of new rows is not open any more; choose it again to predict it.',
  );
}

export function closeNewFile(session: WorkspaceSession, id: string): void {
  const file = kept.get(session);
  if (file?.id !== id) return;
  file.table.close();
  kept.delete(session);
}
