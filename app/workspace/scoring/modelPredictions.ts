// What a model predicts for inputs that are prepared already: a forward pass of its network, or of all members of an ensemble at
// once, whose predictions are averaged. The one place that turns a model's weights into predictions.
import { inputNames, type Model, outputCount } from '../../contract/model.ts';
import type { Engine } from '../../engine/engine.ts';
import type { FeatureMatrix } from '../../engine/runConfig.ts';
import { meanOfPredictions } from '../../evaluation/meanPredictions.ts';
import { atThreshold, interpretOutputs, type Predictions } from '../../evaluation/predictions.ts';
import { networkOf } from '../../model/network.ts';

export type AnsweringModel = Pick<Model, 'spec' | 'preparation' | 'members' | 'threshold'>;

export interface Inputs {
  /** rows x inputs, row-major; a matrix that `inputMatrix` made is used up. */
  features: Float32Array | FeatureMatrix;
  rows: number;
}

/** Room in the engine for inputs of the model, which one call of `predictInputs` uses up. Throws AppError out_of_memory. */
export function inputMatrix(engine: Engine, { preparation }: AnsweringModel, rows: number): FeatureMatrix {
  return engine.createMatrix(rows, inputNames(preparation).length, 'float32');
}

export async function predictInputs(
  engine: Engine,
  { spec, preparation, members, threshold }: AnsweringModel,
  { features, rows }: Inputs,
  { threads, signal }: { threads: number; signal?: AbortSignal | undefined },
): Promise<Predictions> {
  const { target } = preparation;
  const network = networkOf(spec, inputNames(preparation).length, outputCount(target));
  const outputs = await engine.forward(network, members, features, rows, threads, signal);
  const each = outputs.length / members.length;
  const predictions = meanOfPredictions(
    members.map((_, k) => interpretOutputs(target, outputs.subarray(k * each, (k + 1) * each), rows)),
  );
  if (threshold === undefined || predictions.kind !== 'class') return predictions;
  return atThreshold(predictions, threshold);
}
