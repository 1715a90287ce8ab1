// Takes the remedy of a finding: an edit of the spec like any other, or the file read again.
import { AppError } from '../contract/errors.ts';
import type { Remedy } from '../contract/remedies.ts';
import type { DataSpec, RunSpec } from '../contract/spec.ts';
import { needTable } from './datasetCalls.ts';
import { rereadDataset } from './reread.ts';
import type { Session } from './session.ts';
import { withSettings } from './settingsRemedy.ts';
import { setSpec } from './specCalls.ts';

export async function takeRemedy(
  session: Session,
  revision: number,
  remedy: Remedy,
  signal: AbortSignal | undefined,
): Promise<{ revision: number }> {
  if (remedy.kind === 'type') {
    const { reading } = needTable(session).table;
    const types = {
      ...reading.types,
      ...Object.fromEntries(remedy.columns.map((name) => [name, remedy.type])),
    };
    await rereadDataset(session, { ...reading, types }, signal);
  } else {
    const { spec } = session.state.value;
    if (spec === null) throw new AppError('dataset_needed', 'Choose the column to predict first.');
    await setSpec(session, revision, remedied(spec, remedy));
  }
  return { revision: session.state.value.revision };
}

function remedied(spec: RunSpec, remedy: Exclude<Remedy, { kind: 'type' }>): RunSpec {
  const { data, training } = spec;
  switch (remedy.kind) {
    case 'settings':
      return withSettings(spec, remedy.set);
    case 'removeLayer': {
      const layers = spec.model.layers.filter((_, i) => i !== remedy.layer);
      return { ...spec, model: { ...spec.model, layers } };
    }
    case 'balanceClasses':
      return {
        ...spec,
        training: { ...training, lossSettings: { ...training.lossSettings, classWeights: 'balanced' } },
      };
    case 'dropDuplicates':
      return { ...spec, data: { ...data, dropDuplicates: true } };
    case 'role':
      return { ...spec, data: withColumns(data, remedy.columns, { role: remedy.role }) };
    case 'prepare': {
      const before = data.columns.find(({ name }) => name === remedy.column)?.prepare;
      return {
        ...spec,
        data: withColumns(data, [remedy.column], { prepare: { ...before, ...remedy.prepare } }),
      };
    }
  }
}

function withColumns(
  data: DataSpec,
  names: string[],
  change: Partial<DataSpec['columns'][number]>,
): DataSpec {
  const columns = data.columns.map((column) =>
    names.includes(column.name) ? { ...column, ...change } : column,
  );
  return { ...data, columns };
}
