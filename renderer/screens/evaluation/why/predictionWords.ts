// How a number of an explanation is written: values of a target in its unit, probabilities in percent, their differences with a sign.
import type { RowContributions } from '../../../../app/contract/run/explanation.ts';
import { m } from '../../../paraglide/messages.js';
import { measuredIn, united } from '../../../wording/inUnits.ts';
import { numbers } from '../../../wording/numbers.ts';

export interface PredictionWords {
  value: (value: number) => string;
  /** With a sign: +2.31 mpg, −4.2 points. */
  change: (value: number) => string;
  /** With as many decimals as the prediction has with four digits, so that a sum can be followed. */
  summed: (value: number) => string;
  /** What the numbers are: predicted mpg, P(setosa). */
  name: string;
}

export function predictionWords({
  name,
  unit,
  predictedClass,
  prediction,
}: RowContributions): PredictionWords {
  const format = numbers();
  if (predictedClass !== null)
    return {
      value: (value) => format.percent(value),
      summed: (value) => format.percent(value),
      change: (value) => `${value > 0 ? '+' : ''}${format.percent(value)}`,
      name: m.why_probability_of({ name }),
    };
  const size = Math.abs(prediction);
  const decimals = size === 0 ? 3 : Math.max(0, 3 - Math.floor(Math.log10(size)));
  return {
    summed:
      decimals > 6 ? measuredIn(unit, 4) : (value) => united(value, format.fixed(value, decimals), unit),
    value: measuredIn(unit, 4),
    change: (value) => united(value, format.signed(value), unit),
    name: m.chart_predicted_of({ name }),
  };
}
