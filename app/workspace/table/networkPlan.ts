// The part of a plan that follows from a spec and a preparation alone: inputs, layers, outputs, parameters. Also the whole plan of a
// trained model that is shown without its training rows.
import { inputNames, outputCount, type Plan, type Preparation } from '../../contract/model.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import { layerShapes, networkOf, outputActivation } from '../../model/network.ts';

type NetworkPlan = Pick<Plan, 'inputs' | 'preparation' | 'layers' | 'outputs' | 'parameters'>;

export function networkPlan(spec: RunSpec, preparation: Preparation): NetworkPlan {
  const inputs = inputNames(preparation);
  const network = networkOf(spec, inputs.length, outputCount(preparation.target));
  const layers = layerShapes(network).map((shape, index) => ({
    ...shape,
    activation: spec.model.layers[index]?.activation ?? outputActivation(spec),
  }));
  return {
    inputs,
    preparation,
    layers,
    outputs: outputNames(preparation),
    parameters: layers.reduce((sum, layer) => sum + layer.parameters, 0),
  };
}

/** For a model on `rows`: nothing is trained, so there is no memory to count and nothing to object to. */
export function planOfModel(spec: RunSpec, preparation: Preparation, rows: Plan['rows']): Plan {
  return { ...networkPlan(spec, preparation), memory: 0, rows, reasons: [], issues: [] };
}

function outputNames({ target }: Preparation): string[] {
  return target.kind === 'class' ? target.classes : target.columns.map(({ name }) => name);
}
