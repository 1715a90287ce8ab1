// Names what differs between two states of table and spec, for the button and the notice of undo.
import type { Reason } from '../../contract/issues/reasons.ts';
import type { ColumnSpec, RunSpec } from '../../contract/spec/spec.ts';
import type { Reading } from '../../contract/table/reading.ts';
import type { Undoable } from '../../contract/undo.ts';
import { targetNames } from '../../dataset/table/targets.ts';
import type { ChosenFile } from '../table/fileRef.ts';

/** Table and spec at one time. */
export interface Edited {
  files: readonly ChosenFile[];
  reading: Reading;
  spec: RunSpec | null;
  reasons: Reason[];
}

type Part = Extract<Undoable, { kind: 'part' }>['part'];

/** Symmetric in its arguments. */
export function differenceOf(one: Edited, other: Edited): Undoable {
  if (differ(one.files, other.files)) return { kind: 'part', part: 'files' };
  if (differ(one.reading, other.reading)) return { kind: 'part', part: 'reading' };
  if (one.spec === null || other.spec === null) return { kind: 'target' };
  if (differ(targetNames(one.spec.data), targetNames(other.spec.data))) return { kind: 'target' };
  const columns = differentColumns(one.spec.data.columns, other.spec.data.columns);
  const parts = differentParts(one.spec, other.spec);
  if (columns.length === 0) return { kind: 'part', part: parts.length === 1 ? parts[0]! : 'settings' };
  if (parts.length > 0) return { kind: 'part', part: 'settings' };
  return columns.length === 1
    ? { kind: 'column', column: columns[0]! }
    : { kind: 'columns', count: columns.length };
}

function differentColumns(one: readonly ColumnSpec[], other: readonly ColumnSpec[]): string[] {
  const before = new Map(one.map((column) => [column.name, column]));
  return other.filter((column) => differ(column, before.get(column.name))).map(({ name }) => name);
}

function differentParts(one: RunSpec, other: RunSpec): Part[] {
  const [before, after] = [partsOf(one), partsOf(other)];
  return (Object.keys(before) as Part[]).filter((part) => differ(before[part], after[part]));
}

function partsOf({ data, model, seed, training }: RunSpec): Partial<Record<Part, unknown>> {
  const { initialWeights, ...network } = model;
  const { loss, lossSettings, optimizer, schedule, regularization, batchSize, precision } = training;
  return {
    split: [data.split, data.dropDuplicates, data.task],
    layers: network,
    initialWeights,
    loss: [loss, lossSettings],
    ...{ optimizer, schedule, regularization, batchSize, precision, seed },
    stopping: [training.epochs, training.patience, training.stopping],
  };
}

function differ(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) !== JSON.stringify(other);
}
