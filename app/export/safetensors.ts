// A trained model <-> the bytes of one .safetensors file (its JSON form is read too), which says all that is needed to use it again: weights, how
// columns become inputs, what outputs mean, and how good it was. docs/model-format.md describes it.
import { z } from 'zod';
import { AppError } from '../contract/issues/errors.ts';
import {
  type InputPreparation,
  inputNames,
  type LayerWeights,
  type Model,
  outputCount,
  preparationSchema,
  trainedTableSchema,
} from '../contract/model.ts';
import { baselinesSchema } from '../contract/run/baselines.ts';
import { calibrationSchema } from '../contract/run/calibration.ts';
import { metricsSchema } from '../contract/run/evaluation.ts';
import { thresholdSchema } from '../contract/run/threshold.ts';
import { runSpecSchema } from '../contract/spec/spec.ts';
import { memberTensors, takeMembers } from './memberTensors.ts';
import { isModelJson, modelFormat } from './modelKind.ts';
import { tensorsOfJson } from './readJson.ts';
import { damaged, decodeTensors, encodeTensors, parsed, type Tensor } from './tensors.ts';

/** The latest version that this program reads. */
const modelFormatVersion = 3;

/** The lowest version whose readers understand preparation, threshold and members: older ones would misread what a later version added. */
export function formatVersionOf({ spec, preparation, threshold }: Model): number {
  if (threshold !== undefined || preparation.inputs.some(isClipped)) return 3;
  if (spec.training.ensemble !== undefined) return 3;
  const usual = preparation.inputs.every((input) => {
    if (input.kind === 'oneHot') return input.others === undefined;
    return input.kind === 'numeric' && !input.log && !input.indicator;
  });
  return usual ? 1 : 2;
}

function isClipped(input: InputPreparation): boolean {
  if (input.kind === 'date') return input.parts.some(({ clip }) => clip !== undefined);
  return 'clip' in input && input.clip !== undefined;
}

/** Class names in the order of the outputs; `[]` for numbers. */
export function classNames(model: Model): string[] {
  const { target } = model.preparation;
  return target.kind === 'class' ? target.classes : [];
}

export function encodeModel(model: Model): Uint8Array {
  return encodeTensors(memberTensors(model), {
    format: modelFormat,
    formatVersion: String(formatVersionOf(model)),
    spec: JSON.stringify(model.spec),
    preparation: JSON.stringify(model.preparation),
    classNames: JSON.stringify(classNames(model)),
    metrics: JSON.stringify(model.metrics),
    ...(model.testViews === undefined ? {} : { testViews: String(model.testViews) }),
    ...(model.table === undefined ? {} : { table: JSON.stringify(model.table) }),
    ...(model.baselines === undefined ? {} : { baselines: JSON.stringify(model.baselines) }),
    ...(model.threshold === undefined ? {} : { threshold: String(model.threshold) }),
    ...(model.calibration === undefined ? {} : { calibration: JSON.stringify(model.calibration) }),
    ...(model.meanInputs === undefined ? {} : { meanInputs: JSON.stringify(model.meanInputs) }),
  });
}

/** The model in `bytes`, in either form; `path` is only for the sentence. Throws AppError model_damaged, or model_version_newer
 *  if a later Chainrule wrote it. The result is valid: shapes fit the spec and the preparation, all numbers are finite. */
export function decodeModel(bytes: Uint8Array, path: string): Model {
  return modelOf(isModelJson(bytes) ? tensorsOfJson(bytes, path) : decodeTensors(bytes, path), path);
}

function modelOf(
  { tensors, metadata }: { tensors: Tensor[]; metadata: Record<string, string> },
  path: string,
): Model {
  checkFormat(metadata, modelFormat, modelFormatVersion, path);
  const spec = parsed(runSpecSchema, json(metadata, 'spec', path), path, 'its spec');
  const preparation = parsed(preparationSchema, json(metadata, 'preparation', path), path, 'its preparation');
  const metrics = parsed(metricsSchema.nullable(), json(metadata, 'metrics', path), path, 'its metrics');
  const double = tensors.find(({ data }) => data instanceof Float64Array);
  if (double !== undefined) throw damaged(path, `tensor "${double.name}" is float64; a model's are float32`);
  const named = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const members = takeMembers(spec, named, path);
  for (const name of named.keys()) throw damaged(path, `tensor "${name}" does not belong to its spec`);
  const testViews = parsed(
    z.coerce.number().int().min(1).optional(),
    metadata.testViews,
    path,
    'its testViews',
  );
  const table = optional(trainedTableSchema, metadata, 'table', path);
  const baselines = optional(baselinesSchema, metadata, 'baselines', path);
  const calibration = optional(calibrationSchema, metadata, 'calibration', path);
  const meanInputs = optional(z.array(z.number()), metadata, 'meanInputs', path);
  const threshold = optional(thresholdSchema, metadata, 'threshold', path);
  const model = {
    ...{ spec, preparation, members, metrics },
    ...(threshold === undefined ? {} : { threshold }),
    ...(testViews === undefined ? {} : { testViews }),
    ...(table === undefined ? {} : { table }),
    ...(baselines === undefined ? {} : { baselines }),
    ...(calibration === undefined ? {} : { calibration }),
    ...(meanInputs === undefined ? {} : { meanInputs }),
  };
  checkShapes(model, path);
  for (const layers of members) checkLayers(model, layers, path);
  checkBaselines(model, path);
  checkCalibration(model, path);
  if (threshold !== undefined && classNames(model).length !== 2)
    throw damaged(path, 'it has a threshold, which only two classes have');
  return model;
}

/** The JSON in metadata `key`; undefined where the file does not have it. */
function optional<Value>(
  schema: z.ZodType<Value>,
  metadata: Record<string, string>,
  key: string,
  path: string,
): Value | undefined {
  return metadata[key] === undefined
    ? undefined
    : parsed(schema, json(metadata, key, path), path, `its ${key}`);
}

/** Checks every file of ours: refuses other formats and later versions. */
export function checkFormat(
  metadata: Record<string, string>,
  format: string,
  supported: number,
  path: string,
): void {
  if (metadata.format !== format) {
    throw damaged(path, 'it is a safetensors file, but Chainrule did not write it as a model');
  }
  const version = parsed(z.coerce.number().int().min(1), metadata.formatVersion, path, 'its format version');
  if (version <= supported) return;
  throw new AppError(
    'model_version_newer',
    `${path} was written by a newer Chainrule (format ${version}; this one reads up to ${supported}): update Chainrule to open it.`,
    { path, found: version, supported },
  );
}

/** The JSON in metadata `key`. */
export function json(metadata: Record<string, string>, key: string, path: string): unknown {
  const text = metadata[key];
  if (text === undefined) throw damaged(path, `its metadata has no "${key}"`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw damaged(path, `"${key}" in its metadata is not JSON`, error);
  }
}

/** Whether the layers of a member are those of the spec. */
function checkLayers({ spec, preparation }: Model, layers: LayerWeights[], path: string): void {
  const outputs = [...spec.model.layers.map((layer) => layer.units), outputCount(preparation.target)];
  const inputs = inputNames(preparation).length;
  if (layers[0]!.inputs !== inputs) {
    throw damaged(path, `its first layer takes ${layers[0]!.inputs} inputs; its preparation makes ${inputs}`);
  }
  layers.forEach((layer, i) => {
    if (layer.outputs === outputs[i]) return;
    throw damaged(path, `layer ${i} has ${layer.outputs} units; its spec says ${outputs[i]}`);
  });
  layers.forEach(({ normalization }, i) => {
    const said = spec.model.layers[i]?.normalization ?? 'none';
    const found = normalization?.kind ?? 'none';
    if (found !== said)
      throw damaged(path, `layer ${i} has the normalization ${found}; its spec says ${said}`);
  });
}

function checkShapes({ spec, preparation, meanInputs }: Model, path: string): void {
  const inputs = inputNames(preparation).length;
  if (meanInputs !== undefined && meanInputs.length !== inputs)
    throw damaged(path, `it has the means of ${meanInputs.length} inputs; its preparation makes ${inputs}`);
  const named = new Set(
    spec.data.columns.filter((c) => c.role === 'feature' || c.role === 'target').map((c) => c.name),
  );
  const { target } = preparation;
  const used = [
    ...preparation.inputs.map((input) => input.column),
    ...(target.kind === 'class' ? [target.column] : target.columns.map((column) => column.name)),
  ];
  const stranger = used.find((column) => !named.has(column));
  if (stranger !== undefined) {
    throw damaged(path, `its preparation reads column "${stranger}", which its spec does not`);
  }
  if ((target.kind === 'numeric') !== (spec.data.task === 'regression')) {
    throw damaged(path, `its target does not fit the task ${spec.data.task}`);
  }
  const link = spec.training.loss === 'poisson' ? 'log' : 'identity';
  if (target.kind === 'numeric' && target.link !== link) {
    throw damaged(
      path,
      `its target has the link ${target.link}; the loss ${spec.training.loss} needs ${link}`,
    );
  }
}

function checkBaselines({ preparation, baselines }: Model, path: string): void {
  if (baselines === undefined) return;
  const { target } = preparation;
  const guesses = target.kind === 'class' ? target.classes.length : target.columns.length;
  const outputs = outputCount(target);
  const inputs = inputNames(preparation).length;
  const { guess, linear } = baselines;
  const fits =
    guess.length === guesses &&
    (linear === null ||
      (linear.bias.length === outputs &&
        linear.weight.length === outputs &&
        linear.weight.every((row) => row.length === inputs)));
  if (!fits) throw damaged(path, 'its baselines do not fit its preparation');
}

function checkCalibration({ preparation, calibration }: Model, path: string): void {
  if (calibration === undefined) return;
  const { target } = preparation;
  const { rows, ranks, scores } = calibration;
  const ascending = (values: readonly number[]) =>
    values.every((value, i) => i === 0 || values[i - 1]! <= value);
  const fits =
    scores.length === (target.kind === 'class' ? 1 : target.columns.length) &&
    scores.every((of) => of.length === ranks.length && ascending(of)) &&
    ascending(ranks) &&
    ranks.at(-1)! <= rows;
  if (!fits) throw damaged(path, 'its calibration does not fit its preparation');
}
