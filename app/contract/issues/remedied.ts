// What a remedy makes of a spec. The backend takes remedies by this, and a page knows by it which are taken already.

import type { ColumnSpec, DataSpec, RunSpec } from '../spec/spec.ts';
import type { Remedy } from './remedies.ts';

/** Remedies of findings about the data; an issue of the network is gone with its remedy. */
type DataRemedy = Exclude<Remedy, { kind: 'type' | 'settings' | 'removeLayer' }>;

/** The spec with a remedy taken; the roles of targets stay. */
export function remedied(spec: RunSpec, remedy: DataRemedy): RunSpec {
  const { data, training } = spec;
  switch (remedy.kind) {
    case 'balanceClasses':
      return {
        ...spec,
        training: { ...training, lossSettings: { ...training.lossSettings, classWeights: 'balanced' } },
      };
    case 'dropDuplicates':
      return { ...spec, data: { ...data, dropDuplicates: true } };
    case 'role': {
      const { columns, role } = remedy;
      return { ...spec, data: withColumns(data, columns, (c) => (c.role === 'target' ? c : { ...c, role })) };
    }
    case 'prepare': {
      const change = (column: ColumnSpec) => ({
        ...column,
        prepare: { ...column.prepare, ...remedy.prepare },
      });
      return { ...spec, data: withColumns(data, [remedy.column], change) };
    }
  }
}

/** Whether the spec already is as the remedy would have it. */
export function isTaken(spec: RunSpec, remedy: Remedy): boolean {
  if (remedy.kind === 'type') {
    const types = spec.data.reading?.types ?? {};
    return remedy.columns.every((name) => types[name] === remedy.type);
  }
  if (remedy.kind === 'settings' || remedy.kind === 'removeLayer') return false;
  return JSON.stringify(remedied(spec, remedy)) === JSON.stringify(spec);
}

function withColumns(data: DataSpec, names: string[], change: (column: ColumnSpec) => ColumnSpec): DataSpec {
  const chosen = new Set(names);
  const columns = data.columns.map((column) => (chosen.has(column.name) ? change(column) : column));
  return { ...data, columns };
}
