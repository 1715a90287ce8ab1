// The preparation of a column in words, with the actual means and scales.

import type { InputPreparation, Scaled } from '../../../app/contract/model.ts';
import { m } from '../../paraglide/messages.js';
import { counts } from '../counts.ts';
import { measuredIn } from '../inUnits.ts';
import { numbers } from '../numbers.ts';

export interface FlowStep {
  what: string;
  /** What becomes of a cell that has no value, or one never seen, and of a number beyond the limit. */
  otherwise: string;
}

export function flowStep(input: InputPreparation): FlowStep {
  switch (input.kind) {
    case 'numeric':
      return {
        what: input.edges
          ? m.flow_bins({ formula: scaled('x', input), count: numbers().whole(input.edges.length) })
          : scaled('x', input),
        otherwise: rest(input, measuredIn(input.unit, 4)),
      };
    case 'ordinal':
      return {
        what: m.flow_ordinal({
          levels: counts.levels(input.levels.length),
          formula: scaled(m.flow_step(), input),
        }),
        otherwise: rest(input, measure),
      };
    case 'date':
      return {
        what: m.flow_date({ count: numbers().whole(input.parts.length) }),
        otherwise: m.flow_date_missing(),
      };
    case 'oneHot':
      return {
        what: m.flow_one_hot({ levels: counts.levels(input.levels.length) }),
        otherwise: input.others === undefined ? m.flow_unseen() : m.flow_unseen_other(),
      };
  }
}

function measure(value: number): string {
  return numbers().measure(value, 4);
}

/** @param written how a value of the column is written. */
function rest({ median, clip }: Scaled, written: (value: number) => string): string {
  const missing = m.flow_missing({ value: written(median) });
  return clip === undefined ? missing : `${missing}; ${m.flow_clipped({ clip: measure(clip) })}`;
}

function scaled(x: string, { log, mean, scale }: Scaled): string {
  const taken = log ? `log(1 + ${x})` : x;
  if (mean === 0 && scale === 1) return taken === x ? m.flow_as_is() : taken;
  if (mean === 0) return `${taken} ÷ ${measure(scale)}`;
  const shifted = mean < 0 ? `${taken} + ${measure(-mean)}` : `${taken} − ${measure(mean)}`;
  return scale === 1 ? shifted : `(${shifted}) ÷ ${measure(scale)}`;
}
