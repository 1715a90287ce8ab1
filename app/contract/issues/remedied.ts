// Applies a remedy to a spec: (spec, remedy) -> changed spec. The backend uses this to apply remedies, the page to know which
// ones are already applied.
import { beginsAlike, type LayerSpec, layersOn, usualInitializer, withDrawnWeights } from '../spec/layers.ts';
import type { OptimizerSpec } from '../spec/optimizers.ts';
import type { ColumnSpec, RunSpec } from '../spec/spec.ts';
import type { ColumnFormat, Reading } from '../table/reading.ts';
import type { ReadingRemedy, Remedy, RemedyOf } from './remedies.ts';

/** Remedies that edit the spec; of the others, `type`, `format`, `footer` and `without` read the file again and `stop` ends a run. */
export type SpecRemedy = Exclude<Remedy, { kind: ReadingRemedy['kind'] | 'stop' }>;

/** The spec with a remedy applied; the roles of targets stay. The result may have a setting that the spec does not know, or a
 *  value out of range: the caller must check it. */
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
      return withLayers(drawnWhereAlike(spec), (layer) =>
        beginsAlike(layer) ? { ...layer, initializer: usualInitializer(layer.activation) } : layer,
      );
    case 'drawnWeights':
      return withDrawnWeights(spec);
    case 'batchNormalization':
      return withLayers(spec, (layer) => ({ ...layer, normalization: 'batch' }));
    case 'learningRate':
    case 'weightDecay':
      return { ...spec, training: { ...training, optimizer: remediedOptimizer(training.optimizer, remedy) } };
  }
}

/** The optimizer with the remedy applied; unchanged if the remedy is weight decay and the optimizer has none. */
export function remediedOptimizer(
  optimizer: OptimizerSpec,
  remedy: RemedyOf<'learningRate' | 'weightDecay'>,
): OptimizerSpec {
  if (remedy.kind === 'learningRate') return { ...optimizer, learningRate: remedy.rate };
  return 'weightDecay' in optimizer ? { ...optimizer, weightDecay: remedy.value } : optimizer;
}

/** Whether the spec already has what a remedy of a data finding would set. Always false for other remedies: an issue of the
 *  network disappears with its remedy, and a diagnosis is about a run, not the spec. */
export function isTaken(spec: RunSpec, remedy: Remedy): boolean {
  const { columns, dropDuplicates, reading } = spec.data;
  switch (remedy.kind) {
    case 'role': {
      const others = namedIn(columns, remedy.columns).filter(({ role }) => role !== 'target');
      return others.length > 0 && others.every(({ role }) => role === remedy.role);
    }
    case 'type':
    case 'format':
    case 'footer':
    case 'without':
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

/** Whether the file is already read as a remedy would have it. */
export function readsAs(reading: Reading = {}, remedy: ReadingRemedy): boolean {
  if (remedy.kind === 'footer') return reading.footer === remedy.records;
  if (remedy.kind === 'without') return remedy.texts.every((text) => reading.without?.includes(text));
  const { columns } = remedy;
  if (remedy.kind === 'type') {
    const chosen = new Map(Object.entries(reading.types ?? {}));
    return columns.every((name) => chosen.get(name) === remedy.type);
  }
  const chosen = new Map(Object.entries(reading.formats ?? {}));
  return columns.every((name) => {
    const now = chosen.get(name);
    return now !== undefined && JSON.stringify(now) === JSON.stringify(mergedFormat(now, remedy.format));
  });
}

/** The reading with a remedy applied. */
export function remediedReading(reading: Reading, remedy: ReadingRemedy): Reading {
  if (remedy.kind === 'footer') return { ...reading, footer: remedy.records };
  if (remedy.kind === 'without')
    return { ...reading, without: [...new Set([...(reading.without ?? []), ...remedy.texts])] };
  if (remedy.kind === 'type') {
    const chosen = Object.fromEntries(remedy.columns.map((name) => [name, remedy.type]));
    return { ...reading, types: { ...reading.types, ...chosen } };
  }
  const now = new Map(Object.entries(reading.formats ?? {}));
  for (const name of remedy.columns) now.set(name, mergedFormat(now.get(name) ?? {}, remedy.format));
  return { ...reading, formats: Object.fromEntries(now) };
}

/** Further spellings of missing are added to those that were chosen before. */
function mergedFormat(now: ColumnFormat, next: ColumnFormat): ColumnFormat {
  const missing = [...new Set([...(now.missing ?? []), ...(next.missing ?? [])])];
  return { ...now, ...next, ...(missing.length > 0 ? { missing } : {}) };
}

/** Whether a remedy changes only targets, whose role stays. */
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

/** Without weights by hand that let the units of a hidden layer begin alike. */
function drawnWhereAlike(spec: RunSpec): RunSpec {
  const { layers, initialWeights = [] } = spec.model;
  const alike = layersOn(layers).some((index, k) => {
    const [layer, given] = [layers[index], initialWeights[k]];
    return layer !== undefined && given !== undefined && beginsAlike(layer, given);
  });
  return alike ? withDrawnWeights(spec) : spec;
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
  // A value that is not an object is refused by the schema, with its path.
  const held = typeof value === 'object' && value !== null ? value : {};
  const inside = Object.entries(held).find(([name]) => name === key)?.[1];
  return { ...held, [key]: replaced(inside, rest, next) };
}
