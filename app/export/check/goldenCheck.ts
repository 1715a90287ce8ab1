// Repeats the check that a model file carries: its golden rows, computed from its bytes by the formula of docs/model-format.md, against the
// predictions beside them.
import { type Agreement, agreement } from '../portable/agreement.ts';
import { readModelFile } from './readModelFile.ts';
import { referencePredictions } from './reference.ts';

/** null where the file carries no golden rows. Throws what reading the bytes throws, where they are not a model file. */
export function checkGoldenRows(bytes: Uint8Array): Agreement | null {
  const { model, golden } = readModelFile(bytes);
  return golden === null ? null : agreement(golden.predictions, referencePredictions(model, golden.values));
}
