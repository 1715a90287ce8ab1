// What a layer is called everywhere: "Hidden 2" in picture, card and table; the last one is the output. Layers that are off are not
// counted: they are named by their position in the stack of cards, the only part of the screen that shows them.

import type { Plan } from '../../app/contract/model.ts';
import { type LayerSpec, layersOn } from '../../app/contract/spec/layers.ts';
import { m } from '../paraglide/messages.js';

/** The plan's index of a layer; null for one that is off and in no plan. */
export function planIndex(layers: readonly LayerSpec[], index: number): number | null {
  const inPlan = layersOn(layers).indexOf(index);
  return inPlan < 0 ? null : inPlan;
}

/** @param index of the plan's layers, the output last. */
export function layerName(index: number, count: number): string {
  return index === count - 1 ? m.model_output() : m.model_hidden({ number: index + 1 });
}

/** @param index of the spec's layers. */
export function cardName(layers: readonly LayerSpec[], index: number): string {
  const inPlan = planIndex(layers, index);
  return inPlan === null ? m.layer_off_name({ position: index + 1 }) : m.model_hidden({ number: inPlan + 1 });
}

/** `4-8-3`; a long network only at its ends. */
export function shapeLine(plan: Plan): string {
  const widths = [plan.inputs.length, ...plan.layers.map((layer) => layer.units)];
  const shown = widths.length > 6 ? [...widths.slice(0, 3), '…', ...widths.slice(-2)] : widths;
  return shown.join('-');
}
