// Diagnoses from layer statistics: dead or saturated units, and gradients that vanish before they reach the first layer.
import type { Diagnosis } from '../../contract/issues/diagnoses.ts';
import type { Remedy } from '../../contract/issues/remedies.ts';
import type { Statistics } from '../../contract/run/insight.ts';
import { diagnosis, percent, shown } from './diagnosis.ts';
import { type Examined, moreWeightDecay } from './examined.ts';

type Layers = Statistics['layers'];

/** In 13 tables trained as proposed, up to half of a layer was dead and the network learned as well; where too large a rate had
 *  spoilt the layer, it was mostly 0.9 or more. */
const muchDead = 0.6;
const muchSaturated = 0.5;
/** A thousandth of the output layer's gradient: compared with it, the first layer does not move. */
const vanished = 1e-3;

export function insideLayers(run: Examined): Diagnosis[] {
  if (run.statistics === null) return [];
  const { layers } = run.statistics;
  const hidden = layers.slice(0, -1);
  return [...deadUnits(hidden), ...saturatedUnits(run, hidden), ...vanishingGradients(layers)];
}

function deadUnits(hidden: Layers): Diagnosis[] {
  const dead = worst(hidden.map((layer) => layer.dead));
  if (dead === null || dead.share < muchDead) return [];
  const { place, share } = dead;
  const message = `${percent(share)} of the units of hidden layer ${place + 1} are dead: they output 0 for every row. Their gradient is 0 too, so they stop learning.`;
  const remedy: Remedy = { kind: 'activation', layer: place, activation: 'leakyRelu' };
  return [diagnosis('dead_units', 'warning', message, { layer: place + 1, share }, remedy)];
}

function saturatedUnits(run: Examined, hidden: Layers): Diagnosis[] {
  const saturated = worst(hidden.map((layer) => layer.saturated));
  if (saturated === null || saturated.share < muchSaturated) return [];
  const { place, share } = saturated;
  const message = `${percent(share)} of the activations of hidden layer ${place + 1} are saturated: at the ends of their range the derivative is almost 0, so hardly any gradient passes through.`;
  const remedy = moreWeightDecay(run, 0.001);
  return [diagnosis('saturated_units', 'warning', message, { layer: place + 1, share }, remedy)];
}

function vanishingGradients(layers: Layers): Diagnosis[] {
  const norms = layers.map(({ sumGradients }) => sumGradients.norm);
  const [first, last] = [norms[0] ?? 0, norms.at(-1) ?? 0];
  if (layers.length < 3 || last <= 0 || first >= vanished * last) return [];
  const message = `The gradient vanishes: its norm is ${shown(first)} at the first layer and ${shown(last)} at the last one, more than 1,000 times as large. The first layers hardly learn.`;
  const remedy: Remedy = { kind: 'batchNormalization' };
  return [diagnosis('vanishing_gradients', 'warning', message, { layer: 1, first, last }, remedy)];
}

function worst(shares: (number | null)[]): { place: number; share: number } | null {
  let found: { place: number; share: number } | null = null;
  for (const [place, share] of shares.entries()) {
    if (share !== null && (found === null || share > found.share)) found = { place, share };
  }
  return found;
}
