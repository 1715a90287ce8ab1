// What a coefficient means in words, and whether its standard error holds.
import type { Coefficients, ErrorReason } from '../../../../app/contract/run/explanation.ts';
import { withUnit } from '../../../../app/contract/table/unit.ts';
import { m } from '../../../paraglide/messages.js';
import { measuredIn } from '../../../wording/inUnits.ts';
import { numbers } from '../../../wording/numbers.ts';

type Output = Coefficients['outputs'][number];
type Coefficient = Output['coefficients'][number];

function levelText(level: string | null): string {
  if (level === null) return m.why_other_level();
  return level === '' ? m.why_missing() : level;
}

export function coefficientName({ column, category, part, missing, log, bin }: Coefficient): string {
  if (category !== null) return `${column} = ${levelText(category.level)}`;
  if (missing) return `${column}: ${m.why_missing()}`;
  if (part !== null && part !== 'order') return `${column}: ${part}`;
  const name = taken(column, log);
  return bin === undefined ? name : m.why_bin({ name, ...binText(bin) });
}

const taken = (column: string, log: boolean) => (log ? `ln(1 + |${column}|)` : column);

function binText([from, to]: [number, number]) {
  return { from: numbers().measure(from, 4), to: numbers().measure(to, 4) };
}

/** "One more hp: 0.05 mpg less, all else equal." */
export function meaningOfCoefficient(one: Coefficient, output: Output, scale: Coefficients['scale']): string {
  const step = stepText(one);
  const size = Math.abs(one.value);
  if (scale === 'value') {
    const value = measuredIn(output.unit)(size);
    return one.value < 0 ? m.why_means_less({ step, value }) : m.why_means_more({ step, value });
  }
  const factor = numbers().measure(one.factor ?? 1);
  if (scale === 'logarithm') return m.why_means_factor({ step, factor, name: output.name });
  return m.why_means_odds({ step, factor, name: output.name, against: output.against ?? '' });
}

function stepText({ column, category, part, missing, log, bin, unit }: Coefficient): string {
  if (category !== null)
    return m.why_step_level({ level: levelText(category.level), reference: levelText(category.reference) });
  if (missing) return m.why_step_missing({ column });
  if (bin !== undefined) return m.why_step_bin({ name: taken(column, log), ...binText(bin) });
  if (log) return m.why_step_log({ column });
  if (part === 'order') return m.why_step_order({ column });
  if (part !== null) return m.why_step_part({ column, part });
  return unit === undefined
    ? m.why_step_number({ column })
    : m.why_step_unit({ column, step: withUnit('1', unit) });
}

/** From which distance of the best fit errors are only rough, in standard errors. */
const far = 0.5;

export function errorsSentence({ errorsBy, reason, distance, rows }: Coefficients): string {
  if (errorsBy === null) return reasonSentence(reason ?? 'size');
  const text = numbers().whole(rows);
  const own =
    errorsBy === 'leastSquares' ? m.why_errors_squares({ rows: text }) : m.why_errors_fisher({ rows: text });
  if ((distance ?? 0) <= far) return own;
  return `${own} ${m.why_errors_far({ distance: numbers().measure(distance ?? 0, 2) })}`;
}

function reasonSentence(reason: ErrorReason): string {
  const sentences: Record<ErrorReason, () => string> = {
    loss: m.why_no_errors_loss,
    weights: m.why_no_errors_weights,
    size: m.why_no_errors_size,
    rows: m.why_no_errors_rows,
    collinear: m.why_no_errors_collinear,
    table: m.why_no_errors_table,
  };
  return sentences[reason]();
}
