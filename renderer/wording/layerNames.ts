// What a layer is called everywhere: "Hidden 2" in picture, card and table; the last one is the output. Layers that are off are not
// counted: they are called by their place in the stack, which is the only thing that shows them.

import type { LayerSpec } from '../../app/contract/spec/layers.ts';
import { m } from '../paraglide/messages.js';
import { placeInPlan } from '../screens/model/layers/layers.ts';

/** @param index of the plan's layers, the output last. */
export function layerName(index: number, count: number): string {
  return index === count - 1 ? m.model_output() : m.model_hidden({ number: index + 1 });
}

/** @param index of the spec's layers. */
export function cardName(layers: readonly LayerSpec[], index: number): string {
  const place = placeInPlan(layers, index);
  return place === null ? m.layer_off_name({ place: index + 1 }) : m.model_hidden({ number: place + 1 });
}
