// What a file of any form holds -> a model: tensors by name and the metadata of the model file, which all forms share.
import type { Model } from '../../contract/model.ts';
import { checkModel } from '../checkModel.ts';
import { checkChecksum } from '../checksum.ts';
import { takeMembers } from '../memberTensors.ts';
import { modelFormat } from '../modelKind.ts';
import { checkFormat, type Metadata, modelFormatVersion, readMetadata } from '../modelMetadata.ts';
import { damaged, type Tensor } from '../tensors.ts';

export interface Content {
  tensors: Tensor[];
  metadata: Metadata;
}

/** Throws AppError model_damaged or model_version_newer; `path` is only for the sentence. */
export function modelOfTensors({ tensors, metadata }: Content, path: string): Model {
  checkFormat(metadata, modelFormat, modelFormatVersion, path);
  checkChecksum({ tensors, metadata }, path);
  const { spec, preparation, metrics, ...optional } = readMetadata(metadata, path);
  const double = tensors.find(({ data }) => data instanceof Float64Array);
  if (double !== undefined) throw damaged(path, `tensor "${double.name}" is float64; a model's are float32`);
  const named = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const members = takeMembers(spec, named, path);
  for (const name of named.keys()) throw damaged(path, `tensor "${name}" does not belong to its spec`);
  const model = { spec, preparation, members, metrics, ...optional };
  checkModel(model, path);
  return model;
}
