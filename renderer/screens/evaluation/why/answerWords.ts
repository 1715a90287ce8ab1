// How a number of an explanation is written: values of a target in its unit, probabilities in percent, their differences with a sign.
import type { RowContributions } from '../../../../app/contract/run/explanation.ts';
import { m } from '../../../paraglide/messages.js';
import { measuredIn, united } from '../../../wording/inUnits.ts';
import { numbers } from '../../../wording/numbers.ts';

export interface AnswerWords {
  value: (value: number) => string;
  /** With a sign: +2.31 mpg, −4.2 points. */
  change: (value: number) => string;
  /** What the numbers are: predicted mpg, P(setosa). */
  name: string;
}

export function answerWords({ name, unit, predictedClass }: RowContributions): AnswerWords {
  const format = numbers();
  if (predictedClass !== null)
    return {
      value: (value) => format.percent(value),
      change: (value) => `${value > 0 ? '+' : ''}${format.percent(value)}`,
      name: m.why_probability_of({ name }),
    };
  return {
    value: measuredIn(unit, 4),
    change: (value) => united(value, format.signed(value), unit),
    name: m.chart_predicted_of({ name }),
  };
}
