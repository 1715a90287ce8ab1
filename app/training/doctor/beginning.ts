// Problems that exist before the first step: a cell far from all others, inputs without scaling, units that begin identical.
import type { Diagnosis } from '../../contract/issues/diagnoses.ts';
import type { Remedy } from '../../contract/issues/remedies.ts';
import { againstOutliers } from '../../contract/spec/columnPreparation.ts';
import { beginsAlike } from '../../contract/spec/layers.ts';
import { diagnosis, shown } from './diagnosis.ts';
import type { Examined } from './examined.ts';

/** Inputs up to this magnitude cause no problem without scaling. */
const harmlessInput = 10;

/** A target cannot be clipped: the value has to be checked. */
export function cellsFarOut({ farCell }: Examined): Diagnosis[] {
  if (farCell === null) return [];
  const { isTarget, ...values } = farCell;
  const { column, row, value, size, usual } = values;
  const message = `Row ${row} has ${shown(value)} in "${column}": ${shown(size)} after scaling, where others are about ${shown(usual)}. This one cell decides the loss. Check whether it is right.`;
  const remedy: Remedy | null = isTarget ? null : { kind: 'prepare', column, prepare: againstOutliers };
  return [diagnosis('far_cell', 'warning', message, values, remedy)];
}

export function unscaledInputs({ unscaled }: Examined): Diagnosis[] {
  const [worst] = unscaled.filter(({ size }) => size > harmlessInput).toSorted((a, b) => b.size - a.size);
  if (worst === undefined) return [];
  const { column, size } = worst;
  const message = `"${column}" reaches ${shown(size)} and is not scaled: its gradients are far larger than those of the other inputs.`;
  const remedy: Remedy = { kind: 'prepare', column, prepare: { scaling: 'standard' } };
  return [diagnosis('unscaled_input', 'warning', message, { column, size }, remedy)];
}

/** Layers whose units stay identical; dropout alone would give them different gradients. Only the first such layer is reported,
 *  since it affects all later ones. */
export function unitsAlike({ spec }: Examined): Diagnosis[] {
  const { layers, initialWeights } = spec.model;
  const place = layers.findIndex(
    (layer, k) => beginsAlike(layer, initialWeights?.[k]) && layer.dropout === 0,
  );
  const layer = layers[place];
  if (layer === undefined) return [];
  const message = `All ${layer.units} units of hidden layer ${place + 1} start with the same weights, so they get the same gradients and stay identical. They learn no more than one unit.`;
  const values = { layer: place + 1, units: layer.units };
  return [diagnosis('units_alike', 'warning', message, values, { kind: 'variedWeights' })];
}
