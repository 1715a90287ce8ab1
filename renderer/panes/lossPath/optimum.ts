// The parameters of a linear network beside the least-squares solution.

import type { Solution } from '../../../app/contract/run/insight.ts';
import type { PathPoint } from '../../../app/contract/run/lossPath.ts';
import type { NamedParameter } from '../../state/insight/networkParameters.ts';

export interface OptimumRow {
  parameter: NamedParameter;
  solved: number;
  /** Now; null where not finite. */
  value: number | null;
  slope: number | null;
  /** Second derivative of the loss. */
  curvature: number;
}

/** @param now the last point of the path of these parameters. */
export function optimumRows(
  { targets, curvatures }: Pick<Solution, 'targets' | 'curvatures'>,
  parameters: readonly NamedParameter[],
  now: Pick<PathPoint, 'values' | 'slopes'>,
): OptimumRow[] {
  return parameters.flatMap((parameter, k) => {
    const { unit, input } = parameter.index;
    const target = targets[unit];
    const solved = input === null ? target?.intercept : target?.coefficients[input]?.value;
    if (solved === undefined) return [];
    const curvature = input === null ? curvatures.intercept : (curvatures.coefficients[input] ?? 0);
    return [{ parameter, solved, value: now.values[k] ?? null, slope: now.slopes?.[k] ?? null, curvature }];
  });
}

/** Of the parameters from the solution; null where one is not finite. */
export function distanceFrom(rows: readonly OptimumRow[]): number | null {
  let squares = 0;
  for (const { solved, value } of rows) {
    if (value === null) return null;
    squares += (value - solved) ** 2;
  }
  return Math.sqrt(squares);
}
