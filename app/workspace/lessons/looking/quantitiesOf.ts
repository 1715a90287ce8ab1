// The quantities with arguments: layers, units, inputs and outputs are counted from 1.
import type { QuantityFunction } from '../../../contract/lesson/quantities.ts';
import type { Part } from '../../../contract/run/parts.ts';
import type { WalkedLayer } from '../../../engine/insight.ts';
import { entrantOf } from './raceNow.ts';
import type { Layers, Seen } from './seen.ts';

type Given = readonly (number | string)[];
type Read = (seen: Seen, given: Given) => number | null | undefined;

export const withArguments: Record<QuantityFunction, Read> = {
  weight: ({ layers }, given) => weightIn(layers, given),
  bias: ({ layers }, given) => biasIn(layers, given),
  startWeight: ({ startLayers }, given) => weightIn(startLayers, given),
  startBias: ({ startLayers }, given) => biasIn(startLayers, given),
  gradient: ({ gradient }, given) => weightIn(gradient, given),
  biasGradient: ({ gradient }, given) => biasIn(gradient, given),
  leastWeight: ({ solution }, [input]) => solution?.targets[0]?.coefficients[index(input)]?.value,
  input: ({ walked }, [input]) => walked?.inputs[index(input)],
  preActivation: (seen, given) => unitIn(seen, given, ({ z }) => z),
  activation: (seen, given) => unitIn(seen, given, ({ a }) => a),
  probability: ({ walked }, [output]) => walked?.probabilities?.[index(output)],
  delta: (seen, given) => unitIn(seen, given, ({ dZ }) => dZ),
  rowGradient: (seen, given) => rowGradient(seen, given),
  rowBiasGradient: (seen, given) => unitIn(seen, given, ({ dZ }) => dZ),
  accuracy: ({ scores }, given) => field(scores[partIn(given)], 'accuracy'),
  rmse: ({ scores }, given) => field(scores[partIn(given)], 'rmse'),
  mae: ({ scores }, given) => field(scores[partIn(given)], 'mae'),
  r2: ({ scores }, given) => field(scores[partIn(given)], 'r2'),
  raceLoss: ({ race }, given) => entrantOf(race, given)?.records.at(-1)?.trainLoss,
  raceStepSize: ({ race }, given) => entrantOf(race, given)?.moved,
};

const index = (counted: number | string | undefined) => Number(counted) - 1;
const partIn = ([part]: Given) => part as Part;

function field(scores: object | undefined, name: string): number | null {
  const found = Object.entries(scores ?? {}).find(([one]) => one === name);
  return typeof found?.[1] === 'number' ? found[1] : null;
}

function weightIn(layers: Layers | null, [layer, unit, input]: Given): number | undefined {
  const found = layers?.[index(layer)];
  return found !== undefined && index(input) < found.inputs
    ? found.weight[index(unit) * found.inputs + index(input)]
    : undefined;
}

function biasIn(layers: Layers | null, [layer, unit]: Given): number | undefined {
  return layers?.[index(layer)]?.bias[index(unit)];
}

function unitIn(
  { walked }: Seen,
  [layer, unit]: Given,
  of: (layer: WalkedLayer) => ArrayLike<number>,
): number | undefined {
  const found = walked?.layers[index(layer)];
  return found === undefined ? undefined : of(found)[index(unit)];
}

/** dL/dz of the unit times what comes in. */
function rowGradient(seen: Seen, given: Given): number | undefined {
  const [layer, , input] = given;
  const delta = unitIn(seen, given, ({ dZ }) => dZ);
  const before = layer === 1 ? seen.walked?.inputs : seen.walked?.layers[index(layer) - 1]?.a;
  const value = before?.[index(input)];
  return delta === undefined || value === undefined ? undefined : delta * value;
}
