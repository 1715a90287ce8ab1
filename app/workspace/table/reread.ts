// Reads the open file again after a person changed the delimiter, a type or the handling of ragged rows. Choices for columns
// that still exist are kept; what no longer fits is proposed again.

import { AppError } from '../../contract/issues/errors.ts';
import type { Reason } from '../../contract/issues/reasons.ts';
import type { Plan } from '../../contract/model.ts';
import type { ColumnSpec, DataSpec, RunSpec } from '../../contract/spec/spec.ts';
import type { Dataset } from '../../contract/table/dataset.ts';
import type { Reading } from '../../contract/table/reading.ts';
import { proposeData } from '../../dataset/roles/propose.ts';
import { targetNames } from '../../dataset/table/targets.ts';
import { proposeModel } from '../../model/propose.ts';
import { factsOf, readAs } from '../spec/specCalls.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { needTable, readTable, showTable } from './datasetCalls.ts';
import type { OpenTable } from './openTable.ts';
import { planSpec } from './planSpec.ts';

/** A failure leaves the table unchanged. */
export async function rereadDataset(
  session: WorkspaceSession,
  reading: Reading,
  signal: AbortSignal | undefined,
): Promise<Dataset> {
  session.refuseBusy();
  const before = session.edited;
  const open = await readTable(session, needTable(session).files, reading, signal);
  const shown = await carryOver(open, before.spec, before.reasons);
  session.undoHistory.recordEdit(before);
  return showTable(session, open, shown);
}

interface Shown {
  spec: RunSpec | null;
  plan: Plan | null;
}

/** The spec for a table that was read again; null where its target is gone or no longer usable. */
export async function carryOver(open: OpenTable, spec: RunSpec | null, reasons: Reason[]): Promise<Shown> {
  if (spec === null) return { spec: null, plan: null };
  const names = new Set(open.table.columns.map(({ name }) => name));
  const targets = targetNames(spec.data).filter((name) => names.has(name));
  if (targets.length === 0) return { spec: null, plan: null };
  try {
    const proposed = await proposeData(open.table, { targets });
    const data = readAs(open, withChoices(proposed.data, spec.data));
    if (data.task === spec.data.task) {
      const kept = { ...spec, data };
      return { spec: kept, plan: await planSpec(open.preparer, kept, reasons) };
    }
    const facts = await factsOf(open, data, spec.seed, {});
    const { model, training, reasons: more } = proposeModel(facts, { targets });
    const anew = { ...spec, data, model, training };
    return { spec: anew, plan: await planSpec(open.preparer, anew, [...proposed.reasons, ...more]) };
  } catch (error) {
    if (error instanceof AppError && error.code === 'target_unusable') return { spec: null, plan: null };
    throw error;
  }
}

/** Roles and preparation of columns that kept their name and type, and the split. */
function withChoices(proposed: DataSpec, chosen: DataSpec): DataSpec {
  const before = new Map(chosen.columns.map((column) => [column.name, column]));
  const columns = proposed.columns.map((column): ColumnSpec => {
    const old = before.get(column.name);
    if (old === undefined || column.role === 'target' || old.role === 'target') return column;
    if (old.type !== column.type) return column;
    return { ...column, role: old.role, ...(old.prepare === undefined ? {} : { prepare: old.prepare }) };
  });
  const { dropDuplicates, split } = chosen;
  return { ...proposed, columns, split, ...(dropDuplicates === undefined ? {} : { dropDuplicates }) };
}
