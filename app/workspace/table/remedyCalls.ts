// Takes the remedy of a finding: an edit of the spec like any other, or the file read again.
import { AppError } from '../../contract/issues/errors.ts';
import { remedied } from '../../contract/issues/remedied.ts';
import type { Remedy } from '../../contract/issues/remedies.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import { unknownColumn } from '../../dataset/table/fileTable.ts';
import type { Session } from '../session.ts';
import { withSettings } from '../spec/settingsRemedy.ts';
import { refuseStale, setSpec } from '../spec/specCalls.ts';
import { needTable } from './datasetCalls.ts';
import type { OpenTable } from './openTable.ts';
import { rereadDataset } from './reread.ts';

/** Types can be chosen at any time, all else once there is a target: before, nothing is learned and there is no spec to edit. */
export async function takeRemedy(
  session: Session,
  revision: number,
  remedy: Remedy,
  signal: AbortSignal | undefined,
): Promise<{ revision: number }> {
  const open = needTable(session);
  refuseUnknown(open, remedy);
  if (remedy.kind === 'type') {
    refuseStale(session, revision);
    const { reading } = open.table;
    const chosen = Object.fromEntries(remedy.columns.map((name) => [name, remedy.type]));
    await rereadDataset(session, { ...reading, types: { ...reading.types, ...chosen } }, signal);
  } else {
    const { spec } = session.state.value;
    if (spec === null) throw new AppError('target_needed', 'Choose the column to predict first.');
    await setSpec(session, revision, changed(spec, remedy));
  }
  return { revision: session.state.value.revision };
}

function changed(spec: RunSpec, remedy: Exclude<Remedy, { kind: 'type' }>): RunSpec {
  switch (remedy.kind) {
    case 'settings':
      return withSettings(spec, remedy.set);
    case 'removeLayer': {
      const layers = spec.model.layers.filter((_, i) => i !== remedy.layer);
      return { ...spec, model: { ...spec.model, layers } };
    }
    default:
      return remedied(spec, remedy);
  }
}

function refuseUnknown({ table }: OpenTable, remedy: Remedy): void {
  const named = 'columns' in remedy ? remedy.columns : 'column' in remedy ? [remedy.column] : [];
  const names = new Set(table.columns.map(({ name }) => name));
  const stranger = named.find((name) => !names.has(name));
  if (stranger !== undefined) throw unknownColumn(stranger, table);
}
