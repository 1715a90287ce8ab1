// Edits of one or several columns of the spec: role, type, preparation. Pure functions from a spec to a new one. At most one column has
// the role weight, and one the role group.

import type { ColumnPreparation } from '../../../../app/contract/spec/columnPreparation.ts';
import type { ColumnSpec, Role, RunSpec } from '../../../../app/contract/spec/spec.ts';
import type { ColumnType } from '../../../../app/contract/table/columnType.ts';
import type { ColumnSummary } from '../../../../app/contract/table/dataset.ts';

function withColumns(spec: RunSpec, change: (column: ColumnSpec) => ColumnSpec): RunSpec {
  return { ...spec, data: { ...spec.data, columns: spec.data.columns.map(change) } };
}

/** Why a column cannot have a role. */
export type RoleRefusal = 'text' | 'empty' | 'numbersOnly' | 'severalNumbers';

export function roleRefusal(
  column: ColumnSummary,
  type: ColumnType,
  role: Role,
  spec: RunSpec,
): RoleRefusal | null {
  if (role === 'ignored' || role === 'group') return null;
  if (column.distinct === 0) return 'empty';
  if (type === 'text') return 'text';
  if (role === 'weight' && type !== 'number') return 'numbersOnly';
  if (role === 'target' && (type !== 'number' || spec.data.task !== 'regression')) return 'severalNumbers';
  return null;
}

/** Gives columns a role. The spec stays as it is if no target would be left; an earlier weight or group column becomes ignored. */
export function withRole(spec: RunSpec, names: readonly string[], role: Role): RunSpec {
  const single = role === 'weight' || role === 'group';
  const taken = new Set(single ? names.slice(-1) : names);
  const changed = withColumns(spec, (column) => {
    if (taken.has(column.name)) return { ...column, role };
    return single && column.role === role ? { ...column, role: 'ignored' } : column;
  });
  return changed.data.columns.some((column) => column.role === 'target') ? changed : spec;
}

/** Changes settings of the columns' preparation; an undefined setting goes back to its default. */
export function withPreparation(
  spec: RunSpec,
  names: readonly string[],
  change: { [Key in keyof ColumnPreparation]?: ColumnPreparation[Key] | undefined },
): RunSpec {
  return withColumns(spec, (column) => {
    if (!names.includes(column.name)) return column;
    const entries = Object.entries({ ...column.prepare, ...change }).filter(
      ([, value]) => value !== undefined,
    );
    const { prepare: _, ...bare } = column;
    return entries.length > 0 ? { ...bare, prepare: Object.fromEntries(entries) as ColumnPreparation } : bare;
  });
}

/** Sets the type with which the spec reads columns, which may differ from the table's type. */
export function withTypes(spec: RunSpec, names: readonly string[], type: ColumnType): RunSpec {
  return withColumns(spec, (column) => (names.includes(column.name) ? { ...column, type } : column));
}
