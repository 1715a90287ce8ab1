// A run that begins from the weights of a trained model, with the model's preparation: whether network, columns and classes fit, and the
// weights in the run's precision.

import type { ModelRef } from '../../contract/fileRef.ts';
import { AppError } from '../../contract/issues/errors.ts';
import type { Floats, LayerWeights, Model, Plan } from '../../contract/model.ts';
import type { RunParent } from '../../contract/run/training.ts';
import type { LayerSpec } from '../../contract/spec/layers.ts';
import type { ColumnSpec, Precision, RunSpec } from '../../contract/spec/spec.ts';
import { encodeTargets } from '../../dataset/preparation/encode.ts';
import type { Split } from '../../dataset/split/split.ts';
import type { Table } from '../../dataset/table/table.ts';
import { targetNames } from '../../dataset/table/targets.ts';
import { modelFingerprint } from '../../export/fingerprint.ts';
import { refuseEnsemble } from '../ensemble/refuseEnsemble.ts';
import { findRun } from '../runs/runList.ts';
import { resolveFile } from '../table/fileRef.ts';
import { planOfModel } from '../table/networkPlan.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { columnList, columnsOfModel } from './modelColumns.ts';
import { readModel } from './readModel.ts';
import { type Given, refuseMissing } from './shownModel.ts';

export interface Origin {
  model: Model;
  parent: RunParent;
}

/** Throws AppError run_not_found, not_allowed_here, and what readModel throws. */
export async function originOf(session: WorkspaceSession, from: ModelRef): Promise<Origin> {
  if (from.kind !== 'run') {
    const { path, fileName } = await resolveFile(from, session.options);
    const model = await readModel(path, session.options);
    refuseEnsemble(model.spec, 'origin');
    return { model, parent: parentOf(model, { id: '', name: fileName, epoch: 0 }) };
  }
  const { folder, record, notes } = await findRun(session.options.home, from.id);
  const model = await readModel(folder.path);
  refuseEnsemble(model.spec, 'origin');
  const own = `${record.openedFrom ?? record.dataset.fileName}: ${targetNames(record.spec.data).join(', ')}`;
  const name = notes.name === '' ? own : notes.name;
  return { model, parent: parentOf(model, { id: record.id, name, epoch: record.best?.epoch ?? 0 }) };
}

function parentOf(model: Model, named: Pick<RunParent, 'id' | 'name' | 'epoch'>): RunParent {
  return { ...named, step: 0, from: 'weights', fingerprint: modelFingerprint(model) };
}

/** The spec with the types and preparation of the model's columns: those are what its inputs were made of. */
export function withColumnsOf(spec: RunSpec, model: Model): RunSpec {
  const read = new Set(columnsOfModel(model.preparation));
  const own = new Map(model.spec.data.columns.map((column) => [column.name, column]));
  const columns = spec.data.columns.map((column): ColumnSpec => {
    const known = read.has(column.name) ? own.get(column.name) : undefined;
    if (known === undefined) return column;
    const { prepare: _, ...rest } = column;
    return { ...rest, type: known.type, ...(known.prepare === undefined ? {} : { prepare: known.prepare }) };
  });
  return { ...spec, data: { ...spec.data, columns } };
}

/** Throws AppError columns_do_not_fit, model_not_fitting. */
export function refuseOtherNetwork(table: Table, spec: RunSpec, { model, parent }: Origin): void {
  refuseMissing(table, model.preparation, parent.name);
  const found = differenceOf(spec, model);
  if (found !== null) throw notFitting(parent.name, found);
}

type Why = 'targets' | 'task' | 'loss' | 'network' | 'featuresMore' | 'featuresFewer' | 'classes';
interface Difference {
  why: Why;
  /** The model's. */
  own: string;
  /** That of the spec or the table. */
  asked: string;
}

/** The first setting that the weights do not allow to change; null where there is none. */
function differenceOf(spec: RunSpec, model: Model): Difference | null {
  const link = ({ training: { loss } }: RunSpec) => (loss === 'poisson' ? 'log' : 'identity');
  const settings: [Why, (one: RunSpec) => string, ((one: RunSpec) => string)?][] = [
    ['targets', ({ data }) => columnList(targetNames(data))],
    ['task', ({ data }) => data.task],
    ['loss', ({ training }) => training.loss, link],
    ['network', networkText],
  ];
  for (const [why, text, compared = text] of settings)
    if (compared(model.spec) !== compared(spec)) return { why, own: text(model.spec), asked: text(spec) };
  return differentFeatures(spec, model);
}

function differentFeatures({ data }: RunSpec, { preparation }: Model): Difference | null {
  const inputs = new Set(preparation.inputs.map(({ column }) => column));
  const features = data.columns.filter(({ role }) => role === 'feature').map(({ name }) => name);
  const more = features.filter((name) => !inputs.has(name));
  if (more.length > 0) return { why: 'featuresMore', own: '', asked: columnList(more) };
  const fewer = [...inputs].filter((name) => !features.includes(name));
  return fewer.length > 0 ? { why: 'featuresFewer', own: columnList(fewer), asked: '' } : null;
}

function networkText({ model: { layers, output } }: RunSpec): string {
  const text = ({ units, activation, normalization, bias }: LayerSpec) =>
    [
      `${units} ${activation}`,
      ...(normalization === 'none' ? [] : [normalization]),
      ...(bias ? [] : ['-bias']),
    ].join(' ');
  return [...layers.map(text), output.bias ? 'output' : 'output -bias'].join(', ');
}

/** Throws AppError model_not_fitting for a row of the split whose class the model does not know. */
export async function refuseOtherClasses(
  table: Table,
  { model, parent }: Origin,
  split: Split,
): Promise<void> {
  const { target } = model.preparation;
  if (target.kind !== 'class') return;
  const strangers = new Set<string>();
  const { codes, levels } = await table.categories(target.column);
  for (const rows of [split.train, split.validation, split.test]) {
    const { truth } = await encodeTargets(table, target, rows);
    truth.forEach((index, i) => {
      if (index < 0) strangers.add(levels[codes[rows[i]!]!] ?? '');
    });
  }
  if (strangers.size === 0) return;
  const [own, asked] = [columnList(target.classes), columnList([...strangers])];
  throw notFitting(parent.name, { why: 'classes', own, asked });
}

/** What a run that begins from the model has instead of a preparation of its own. */
export function givenBy(model: Model, spec: RunSpec, rows: Plan['rows']): Given {
  const { preparation, members } = model;
  const plan = planOfModel(spec, preparation, rows);
  return { preparation, plan, newRows: null, shown: null, initial: members[0]! };
}

export function inPrecision(layers: readonly LayerWeights[], precision: Precision): LayerWeights<Floats>[] {
  if (precision === 'float32') return [...layers];
  const double = (numbers: Float32Array) => Float64Array.from(numbers);
  return layers.map(({ weight, bias, normalization, ...sizes }) => ({
    ...{ ...sizes, weight: double(weight), bias: double(bias) },
    ...(normalization === undefined
      ? {}
      : {
          normalization: {
            kind: normalization.kind,
            ...{ gamma: double(normalization.gamma), beta: double(normalization.beta) },
            ...(normalization.mean === undefined ? {} : { mean: double(normalization.mean) }),
            ...(normalization.variance === undefined ? {} : { variance: double(normalization.variance) }),
          },
        }),
  }));
}

const clauses: Record<Why, (found: Difference) => string> = {
  targets: ({ own, asked }) => `it predicts ${own}, not ${asked}`,
  task: ({ own, asked }) => `it is for the task ${own}, not ${asked}`,
  loss: ({ own, asked }) => `its outputs are those of the loss ${own}, not of ${asked}`,
  network: ({ own, asked }) => `its layers are ${own}; the settings say ${asked}`,
  featuresMore: ({ asked }) => `it does not read ${asked}, which the settings make a feature`,
  featuresFewer: ({ own }) => `it reads ${own}, which the settings do not make a feature`,
  classes: ({ own, asked }) => `it knows the classes ${own}; the table has ${asked} too`,
};

function notFitting(model: string, found: Difference): AppError {
  const sentence = `Training cannot go on from the weights of ${model}: ${clauses[found.why](found)}.`;
  return new AppError('model_not_fitting', sentence, { model, ...found });
}
