// Applies a remedy to a spec: (spec, remedy) -> changed spec. The backend uses it to take remedies, the page to know which are taken
// already.
import { beginsAlike, type LayerSpec, layersOn, usualInitializer } from '../spec/layers.ts';
import type { OptimizerSpec } from '../spec/optimizers.ts';
import type { ColumnSpec, RunSpec } from '../spec/spec.ts';
import type { Reading } from '../table/reading.ts';
import type { Remedy, RemedyOf } from './remedies.ts';

/** Remedies that edit the spec: `type` reads the file again, `stop` ends a run. */
export type SpecRemedy = Exclude<Remedy, { kind: 'type' | 'stop' }>;

/** The spec with a remedy taken; the roles of targets stay. A setting may be none of the spec's, or its value out of range: whoever
 *  takes it checks the result. */
export function remedied(spec: RunSpec, remedy: SpecRemedy): unknown {
  const { data, model, training } = spec;
  switch (remedy.kind) {
    case 'role':
      return withColumns(spec, remedy.columns, (column) =>
        column.role === 'target' ? column : { ...column, role: remedy.role },
      );
    case 'prepare':
      return withColumns(spec, [remedy.column], (column) => ({
        ...column,
        prepare: { ...column.prepare, ...remedy.prepare },
      }));
    case 'dropDuplicates':
      return { ...spec, data: { ...data, dropDuplicates: true } };
    case 'balanceClasses':
      return {
        ...spec,
        training: { ...training, lossSettings: { ...training.lossSettings, classWeights: 'balanced' } },
      };
    case 'settings':
      return remedy.set.reduce<unknown>(
        (value, { path, value: next }) => replaced(value, path.split('.'), next),
        spec,
      );
    case 'removeLayer':
      return { ...spec, model: { ...model, layers: model.layers.filter((_, i) => i !== remedy.layer) } };
    case 'activation': {
      const changed = layersOn(model.layers)[remedy.layer];
      return withLayers(spec, (layer, i) =>
        i === changed ? { ...layer, activation: remedy.activation } : layer,
      );
    }
    case 'variedWeights':
      return withLayers(spec, (layer) =>
        beginsAlike(layer) ? { ...layer, initializer: usualInitializer(layer.activation) } : layer,
      );
    case 'batchNormalization':
      return withLayers(spec, (layer) => ({ ...layer, normalization: 'batch' }));
    case 'learningRate':
    case 'weightDecay':
      return { ...spec, training: { ...training, optimizer: remediedOptimizer(training.optimizer, remedy) } };
  }
}

/** The same one where it has no weight decay. */
export function remediedOptimizer(
  optimizer: OptimizerSpec,
  remedy: RemedyOf<'learningRate' | 'weightDecay'>,
): OptimizerSpec {
  if (remedy.kind === 'learningRate') return { ...optimizer, learningRate: remedy.rate };
  return 'weightDecay' in optimizer ? { ...optimizer, weightDecay: remedy.value } : optimizer;
}

/** Whether the spec already is as a remedy of the data would have it. An issue of the network is gone with its remedy, and the doctor
 *  speaks of a run: what either offers is never taken already. */
export function isTaken(spec: RunSpec, remedy: Remedy): boolean {
  const { columns, dropDuplicates, reading } = spec.data;
  switch (remedy.kind) {
    case 'role': {
      const others = namedIn(columns, remedy.columns).filter(({ role }) => role !== 'target');
      return others.length > 0 && others.every(({ role }) => role === remedy.role);
    }
    case 'type':
      return readsAs(reading, remedy);
    case 'prepare': {
      const wanted = Object.entries(remedy.prepare);
      return namedIn(columns, [remedy.column]).every(({ prepare = {} }) => {
        const now = new Map(Object.entries(prepare));
        return wanted.every(([key, value]) => JSON.stringify(now.get(key)) === JSON.stringify(value));
      });
    }
    case 'dropDuplicates':
      return dropDuplicates === true;
    case 'balanceClasses':
      return spec.training.lossSettings?.classWeights === 'balanced';
    default:
      return false;
  }
}

/** Whether a file is read as a remedy of types would have it. */
export function readsAs({ types = {} }: Reading = {}, { columns, type }: RemedyOf<'type'>): boolean {
  const chosen = new Map(Object.entries(types));
  return columns.every((name) => chosen.get(name) === type);
}

/** Whether a remedy speaks of nothing but targets, whose role stays. */
export function isOfTargets(spec: RunSpec, remedy: Remedy): boolean {
  if (remedy.kind !== 'role') return false;
  return namedIn(spec.data.columns, remedy.columns).every(({ role }) => role === 'target');
}

function namedIn(columns: readonly ColumnSpec[], names: readonly string[]): ColumnSpec[] {
  const wanted = new Set(names);
  return columns.filter(({ name }) => wanted.has(name));
}

function withColumns(spec: RunSpec, names: string[], change: (column: ColumnSpec) => ColumnSpec): RunSpec {
  const chosen = new Set(names);
  const columns = spec.data.columns.map((column) => (chosen.has(column.name) ? change(column) : column));
  return { ...spec, data: { ...spec.data, columns } };
}

function withLayers(spec: RunSpec, change: (layer: LayerSpec, index: number) => LayerSpec): RunSpec {
  return { ...spec, model: { ...spec.model, layers: spec.model.layers.map(change) } };
}

function replaced(value: unknown, [key, ...rest]: string[], next: unknown): unknown {
  if (key === undefined) return next;
  if (Array.isArray(value)) {
    const items = [...value];
    items[Number(key)] = replaced(value[Number(key)], rest, next);
    return items;
  }
  // What is not an object is refused by the schema, with its path.
  const held = typeof value === 'object' && value !== null ? value : {};
  const inside = Object.entries(held).find(([name]) => name === key)?.[1];
  return { ...held, [key]: replaced(inside, rest, next) };
}
