// What the current run's network looks like. The workspace's plan is that of the spec being edited; where only the model
// was edited since the run began, the run's own layers stand on the same inputs and outputs.

import type { Plan } from '../../../app/contract/model.ts';
import type { RunSpec } from '../../../app/contract/spec/spec.ts';

/** null where the data was changed, so that inputs and outputs of the run are not known here. */
export function planOfRun(runSpec: RunSpec, spec: RunSpec | null, plan: Plan | null): Plan | null {
  if (!spec || !plan || JSON.stringify(spec.data) !== JSON.stringify(runSpec.data)) return null;
  const output = plan.layers.at(-1);
  if (!output) return null;
  const sizes = [...runSpec.model.layers, { units: output.units, activation: output.activation }];
  let inputs = plan.inputs.length;
  const layers = sizes.map(({ units, activation }) => {
    const layer = { inputs, units, activation, parameters: (inputs + 1) * units };
    inputs = units;
    return layer;
  });
  return { ...plan, layers, parameters: layers.reduce((sum, layer) => sum + layer.parameters, 0) };
}
