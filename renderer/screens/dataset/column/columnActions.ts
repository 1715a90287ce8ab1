// Sets the type or role of one or several columns, for the column's header and its pane.

import type { Role } from '../../../../app/contract/spec/spec.ts';
import type { ColumnType } from '../../../../app/contract/table/columnType.ts';
import type { Dataset } from '../../../../app/contract/table/dataset.ts';
import type { PageContext } from '../../../state/pageContext.ts';
import { targetsOf } from '../../../state/run/targets.ts';
import { changedReading } from '../../../state/table/rereading.svelte.ts';
import { mayBeCategory } from '../columnRole.ts';
import { roleRefusal, withRole, withTypes } from './columnEdits.ts';

/** Sets the type in the spec where that is enough; else the file is read again with the types that differ from the detected ones. */
export async function setTypes(
  { changes, workspace }: PageContext,
  dataset: Dataset,
  names: readonly string[],
  type: ColumnType,
): Promise<void> {
  const columns = dataset.columns.filter(({ name }) => names.includes(name));
  // A numeric column with few values can be categorical by the spec alone; the file need not be read again.
  const ofSpec = columns.every(
    (column) => type === column.type || (type === 'category' && mayBeCategory(column)),
  );
  if (ofSpec && workspace.spec) {
    workspace.edit((spec) => withTypes(spec, names, type));
    return;
  }
  const types = new Map(Object.entries(dataset.reading.types ?? {}));
  for (const column of columns) {
    if ((column.found ?? column.type) === type) types.delete(column.name);
    else types.set(column.name, type);
  }
  const change = { types: types.size > 0 ? Object.fromEntries(types) : undefined };
  await changes.reread(changedReading(dataset.reading, change));
}

/** Sets a role. A target that cannot be predicted together with the others replaces them, and a new spec is proposed for it. */
export function setRole(
  { workspace }: PageContext,
  dataset: Dataset,
  names: readonly string[],
  role: Role,
): void {
  const { spec } = workspace;
  const columns = dataset.columns.filter(({ name }) => names.includes(name));
  const last = columns.at(-1);
  if (!last) return;
  const alone =
    role === 'target' &&
    (!spec || columns.some((column) => roleRefusal(column, column.type, role, spec) === 'severalNumbers'));
  if (alone) void workspace.propose({ targets: [last.name] });
  else workspace.edit((whole) => withRole(whole, fitting(whole, dataset, names, role), role));
}

function fitting(
  spec: Parameters<typeof withRole>[0],
  dataset: Dataset,
  names: readonly string[],
  role: Role,
): string[] {
  const types = new Map(spec.data.columns.map(({ name, type }) => [name, type]));
  return dataset.columns.flatMap((column) => {
    if (!names.includes(column.name)) return [];
    return roleRefusal(column, types.get(column.name) ?? column.type, role, spec) === null
      ? [column.name]
      : [];
  });
}

/** Whether the column is the only target. */
export function isOnlyTarget(spec: Parameters<typeof withRole>[0] | null, name: string): boolean {
  const targets = spec ? targetsOf(spec) : [];
  return targets.length === 1 && targets[0] === name;
}
