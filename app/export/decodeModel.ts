// The bytes of a model's file, in any of its forms (import/modelForms.ts) -> the model.
import type { Model } from '../contract/model.ts';
import { readForm } from './import/modelForms.ts';

/** `path` is only for the sentence. Throws AppError model_damaged, or model_version_newer if a later Chainrule wrote it. The result is
 *  valid: shapes fit the spec and the preparation, all numbers are finite. */
export function decodeModel(bytes: Uint8Array, path: string): Model {
  return readForm(bytes, path);
}
