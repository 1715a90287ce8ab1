// What a model file says beside its tensors: in memory a Model without its networks, in the file a text for each key. All texts but those of
// `format` and `checksum` are JSON. Both forms of the file have the same keys.
import { z } from 'zod';
import { AppError } from '../contract/issues/errors.ts';
import { type Model, preparationSchema, trainedTableSchema } from '../contract/model.ts';
import { baselinesSchema } from '../contract/run/baselines.ts';
import { calibrationSchema } from '../contract/run/calibration.ts';
import { metricsSchema } from '../contract/run/evaluation.ts';
import { goldenRowsSchema } from '../contract/run/goldenRows.ts';
import { thresholdSchema } from '../contract/run/threshold.ts';
import { runSpecSchema } from '../contract/spec/spec.ts';
import { modelFormat } from './modelKind.ts';
import { parseStrictly } from './strictJson.ts';
import { damaged, parsed, reasonOf } from './tensors.ts';

export type Metadata = Record<string, string>;

/** The version that is written, and the latest that is read. docs/model-format.md says what each of them added. */
export const modelFormatVersion = 3;

/** Fields that a file may lack. */
const optionalFields = {
  testViews: z.number().int().min(1),
  table: trainedTableSchema,
  baselines: baselinesSchema,
  threshold: thresholdSchema,
  calibration: calibrationSchema,
  meanInputs: z.array(z.number()),
  goldenRows: goldenRowsSchema,
} satisfies { [Key in keyof Model]?: z.ZodType<Model[Key]> };
type OptionalKey = keyof typeof optionalFields;

/** Class names in the order of the outputs; `[]` for numbers. */
export function classNames({ preparation: { target } }: Pick<Model, 'preparation'>): string[] {
  return target.kind === 'class' ? target.classes : [];
}

export function metadataOf(model: Model): Metadata {
  const optional = Object.keys(optionalFields).flatMap((key) => {
    const value = model[key as OptionalKey];
    return value === undefined ? [] : [[key, JSON.stringify(value)]];
  });
  return {
    format: modelFormat,
    formatVersion: String(modelFormatVersion),
    spec: JSON.stringify(model.spec),
    preparation: JSON.stringify(model.preparation),
    classNames: JSON.stringify(classNames(model)),
    metrics: JSON.stringify(model.metrics),
    ...Object.fromEntries(optional),
  };
}

/** Throws AppError model_damaged; `path` is only for the sentence. */
export function readMetadata(metadata: Metadata, path: string): Omit<Model, 'members'> {
  const read = <Value>(schema: z.ZodType<Value>, key: string) =>
    parsed(schema, json(metadata, key, path), path, `its ${key}`);
  const optional = Object.entries(optionalFields).flatMap(([key, schema]) =>
    metadata[key] === undefined ? [] : [[key, read<unknown>(schema, key)]],
  );
  return {
    spec: read(runSpecSchema, 'spec'),
    preparation: read(preparationSchema, 'preparation'),
    metrics: read(metricsSchema.nullable(), 'metrics'),
    ...(Object.fromEntries(optional) as Pick<Model, OptionalKey>),
  };
}

/** Checks every file of ours: refuses other formats and later versions. */
export function checkFormat(metadata: Metadata, format: string, supported: number, path: string): void {
  if (metadata.format !== format) {
    throw damaged(path, 'Chainrule did not write it as a model');
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
export function json(metadata: Metadata, key: string, path: string): unknown {
  const text = metadata[key];
  if (text === undefined) throw damaged(path, `its metadata has no "${key}"`);
  try {
    return parseStrictly(text);
  } catch (error) {
    throw damaged(path, `"${key}" in its metadata is not JSON that can be read: ${reasonOf(error)}`, error);
  }
}
