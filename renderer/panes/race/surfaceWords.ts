// Names of the axes of a race's surface, its caption, and the entrants whose paths leave it.

import type { ParameterIndex } from '../../../app/contract/run/parameterIndex.ts';
import { m } from '../../paraglide/messages.js';
import type { Surface } from '../../state/race/race.svelte.ts';
import { counts } from '../../wording/counts.ts';
import { numbers } from '../../wording/numbers.ts';

/** @param inputs names of the network's inputs, where they are known. */
export function axisNames({ axes }: Surface, inputs: readonly string[]): [string, string] {
  if (axes.kind === 'principal') return [m.race_axis_first(), m.race_axis_second()];
  const [x, y] = [axes.x, axes.y].map((parameter) => parameterName(parameter, inputs)) as [string, string];
  return x === y ? [`${x} 1`, `${y} 2`] : [x, y];
}

function parameterName({ layer, tensor, input }: ParameterIndex, inputs: readonly string[]): string {
  if (tensor !== 'weight') return m.race_axis_bias();
  const name = layer === 0 && input !== null ? inputs[input] : undefined;
  return name === undefined ? m.race_axis_weight() : m.race_axis_weight_of({ input: name });
}

export function surfaceCaption({ axes, rows, allRows }: Surface): string {
  const of =
    rows === allRows
      ? m.race_surface_all_rows({ rows: counts.rows(rows) })
      : m.race_surface_some_rows({ rows: numbers().whole(rows), all: counts.rows(allRows) });
  if (axes.kind === 'parameters') return m.race_surface_exact({ of });
  return m.race_surface_share({ of, share: numbers().percent(axes.share) });
}

/** Indices of the entrants whose paths leave the surface. */
export function leaving({ x, y, paths }: Surface): number[] {
  const inside = (point: { x: number; y: number }) =>
    point.x >= x.from && point.x <= x.to && point.y >= y.from && point.y <= y.to;
  return [...paths.keys()].filter((k) => !paths[k]!.every(inside));
}
