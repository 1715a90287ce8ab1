// What a layer is called everywhere: "Hidden 2" in picture, card and table; the last one is the output.
import { m } from '../../paraglide/messages.js';

/** @param index of the plan's layers, the output last. */
export function layerName(index: number, count: number): string {
  return index === count - 1 ? m.model_output() : m.model_hidden({ number: index + 1 });
}
