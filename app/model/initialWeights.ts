// Initial weights that are set by hand: whether they fit the network, and as the engine takes them. Nothing makes them fit: after an
// edit of layers or features they stay as they are, with an issue.
import type { Issue } from '../contract/issues/issues.ts';
import type { Floats, LayerWeights } from '../contract/model.ts';
import { memberCount } from '../contract/spec/ensemble.ts';
import type { InitialLayer } from '../contract/spec/initialWeights.ts';
import type { LayerSpec } from '../contract/spec/layers.ts';
import type { Precision, RunSpec } from '../contract/spec/spec.ts';
import { layerShapes, type Network } from './network.ts';

const path = 'model.initialWeights';
const remedies: Issue['remedies'] = [{ kind: 'drawnWeights' }];
const misfit = { severity: 'error', stage: 'model', remedies } as const;

/** @param spec without the layers that are off. */
export function checkInitialWeights(spec: RunSpec, network: Network): Issue[] {
  const { initialWeights: given } = spec.model;
  if (given === undefined) return [];
  const [found, expected] = [given.length, network.layers.length];
  if (found === expected) {
    const misfits = given.flatMap((layer, k) => checkLayer(layer, network, k));
    return misfits.length > 0 ? misfits : sharedByMembers(spec);
  }
  const message = `The initial weights set by hand are for ${layersText(found)}; the network has ${layersText(expected)}, the output layer included.`;
  return [{ code: 'initial_weights_layers', ...misfit, path, message, values: { found, expected } }];
}

const layersText = (count: number) => (count === 1 ? '1 layer' : `${count} layers`);

function checkLayer(given: InitialLayer, network: Network, index: number): Issue[] {
  const { units, inputs } = layerShapes(network)[index]!;
  const [foundUnits, foundInputs] = [given.weight.length, given.weight[0]!.length];
  const layer = index + 1;
  const at = `${path}.${index}`;
  if (foundUnits !== units || foundInputs !== inputs) {
    const message = `The initial weights set by hand for layer ${layer} are for ${sizeText(foundUnits, foundInputs)}; the network has ${sizeText(units, inputs)} there.`;
    const values = { layer, units, inputs, foundUnits, foundInputs };
    return [{ code: 'initial_weights_shape', ...misfit, path: at, message, values }];
  }
  const hasBias = given.bias?.some((bias) => bias !== 0) === true;
  if (network.layers[index]!.bias || !hasBias) return [];
  const message = `Layer ${layer} has no bias, but the initial weights set by hand give it one other than 0.`;
  return [{ code: 'initial_weights_bias', ...misfit, path: at, message, values: { layer } }];
}

function sizeText(units: number, inputs: number): string {
  const of = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;
  return `${of(units, 'unit')} with ${of(inputs, 'input')}${units === 1 ? '' : ' each'}`;
}

/** Networks of one seed always begin alike; with several seeds a person expects different ones. */
function sharedByMembers({ training }: RunSpec): Issue[] {
  if (training.ensemble === undefined || training.ensemble.seeds === 1) return [];
  const networks = memberCount(training);
  const message = `All ${networks} networks of the ensemble begin from the initial weights set by hand, so their seeds differ only in the order of rows and in dropout.`;
  const shared = { severity: 'warning', stage: 'model', path, remedies } as const;
  return [{ code: 'initial_weights_shared', ...shared, message, values: { networks } }];
}

/** The initial weights of a network that they fit, in the run's precision. A normalisation begins as always: gamma 1, beta 0. */
export function initialLayers(
  given: readonly InitialLayer[],
  network: Network,
  precision: Precision,
): LayerWeights<Floats>[] {
  const Kind = precision === 'float64' ? Float64Array : Float32Array;
  return given.map(({ weight, bias }, k) => {
    const outputs = weight.length;
    const { normalization = 'none' } = network.layers[k] ?? {};
    return {
      inputs: weight[0]!.length,
      outputs,
      weight: Kind.from(weight.flat()),
      bias: bias === undefined ? new Kind(outputs) : Kind.from(bias),
      ...(normalization === 'none' ? {} : { normalization: unscaled(normalization, outputs, Kind) }),
    };
  });
}

type Normalized = Exclude<LayerSpec['normalization'], 'none'>;

function unscaled(
  kind: Normalized,
  units: number,
  Kind: Float32ArrayConstructor | Float64ArrayConstructor,
): NonNullable<LayerWeights<Floats>['normalization']> {
  const filled = (value: number): Floats => new Kind(units).fill(value);
  const scaled = { kind, gamma: filled(1), beta: filled(0) };
  return kind === 'layer' ? scaled : { ...scaled, mean: filled(0), variance: filled(1) };
}
