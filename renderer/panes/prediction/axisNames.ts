// What stands at the axes of the predictions: a column's name, or a principal component with its share of the spread.

import type { PredictionSlice } from '../../charts/predictions/predictionSlice.ts';
import { m } from '../../paraglide/messages.js';
import type { Slice } from '../../state/insight/predictions.svelte.ts';
import { numbers } from '../../wording/numbers.ts';

export function namedSlice(slice: Slice): PredictionSlice {
  const { plane, x, y } = slice;
  if (!plane || !y) return slice;
  const share = (which: 0 | 1) => ({ share: numbers().percent(plane.shares[which]) });
  return {
    ...slice,
    x: { ...x, column: m.prediction_component_first(share(0)) },
    y: { ...y, column: m.prediction_component_second(share(1)) },
  };
}
