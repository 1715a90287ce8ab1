// The plan of the current run's network. The workspace's plan belongs to the edited spec; if only the model was edited since the run
// began, the run's layers have the same inputs and outputs as that plan.

import type { Plan } from '../../../app/contract/model.ts';
import type { RunSpec } from '../../../app/contract/spec/spec.ts';

/** @param own the run's own plan, where the backend says it. null if the data settings were changed, so that the run's inputs and
 *  outputs are not known here. */
export function planOfRun(
  runSpec: RunSpec,
  spec: RunSpec | null,
  plan: Plan | null,
  own: Plan | null = null,
): Plan | null {
  if (own !== null) return own;
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
