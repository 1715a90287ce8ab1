// The coefficients of a network without hidden layers as lines for a person: a table for each output in the columns' own units, the
// equation to copy, and on what the standard errors rest.
import type { Coefficients, ErrorReason } from '../../../contract/run/explanation.ts';
import { withUnit } from '../../../contract/table/unit.ts';
import { counted, figure, oneLine, short, table } from './figures.ts';

type Output = Coefficients['outputs'][number];
type Coefficient = Output['coefficients'][number];
type Scale = Coefficients['scale'];

const sums: Record<Scale, string> = {
  value: 'the prediction is a sum',
  logarithm: "the prediction's logarithm is a sum",
  logit: 'the logarithm of the odds is a sum',
};
/** What exp(coefficient) is. */
const factors: Record<Scale, string[]> = { value: [], logarithm: ['factor'], logit: ['odds ratio'] };

/** From which distance of the best fit errors are only rough, in standard errors. */
const far = 0.5;

export function coefficientLines(found: Coefficients): string[] {
  return [
    `There is no hidden layer: ${sums[found.scale]}. What one more of each column adds, all else equal:`,
    ...found.outputs.flatMap((output) => ['', ...linesOf(output, found.scale)]),
    '',
    errorsSentence(found),
  ];
}

function linesOf(output: Output, scale: Scale): string[] {
  const { name, against, unit, intercept, interceptError, coefficients, equation } = output;
  const of = against === null ? oneLine(name) : `${oneLine(name)} against ${oneLine(against)}`;
  const heads = ['coefficient', 'standard error', ...factors[scale]];
  const plain = scale === 'value' ? unit : undefined;
  return [
    ...table(
      [
        [of, ...heads],
        ...coefficients.map((one) => [
          nameOf(one),
          signed(one.value),
          figure(one.error),
          ...factors[scale].map(() => figure(one.factor)),
        ]),
        ['intercept', withUnit(figure(intercept), plain), figure(interceptError)],
      ],
      [false, ...heads.map(() => true)],
    ),
    oneLine(equation),
  ];
}

const signed = (value: number) => (value < 0 ? figure(value) : `+${figure(value)}`);

function nameOf({ column, category, part, missing, log, bin, unit }: Coefficient): string {
  const name = short(column);
  if (category !== null)
    return `${name} = ${levelOf(category.level)} rather than ${levelOf(category.reference)}`;
  if (missing) return `${name} missing`;
  if (part === 'order') return `${name}: one step further`;
  if (part !== null) return `${name}: ${part}`;
  if (bin !== undefined)
    return `${log ? `ln(1 + |${name}|)` : name} from ${figure(bin[0])} to ${figure(bin[1])}`;
  if (log) return `ln(1 + |${name}|)`;
  return unit === undefined ? name : `${name} (${withUnit('1', unit)} more)`;
}

function levelOf(level: string | null): string {
  if (level === null) return 'others';
  return level === '' ? 'missing' : short(level);
}

function errorsSentence({ errorsBy, reason, distance, rows }: Coefficients): string {
  if (errorsBy === null) return `No standard errors: ${reasons[reason ?? 'size']}.`;
  const own =
    errorsBy === 'leastSquares'
      ? `Standard errors of least squares on ${counted(rows, 'training row')}: they hold if the relation is linear and the errors are independent and alike.`
      : `Standard errors from the Fisher information on ${counted(rows, 'training row')}: they hold if this form of model is right and rows are independent.`;
  if ((distance ?? 0) <= far) return own;
  return `${own} This network is up to ${figure(distance)} standard errors away from the best fit to these rows (training stopped early, or weight decay holds it back), so take them as rough.`;
}

const reasons: Record<ErrorReason, string> = {
  loss: 'they are known for the mean squared error, Poisson and cross-entropy losses, without label smoothing',
  weights: 'rows or classes were weighted in training',
  size: 'there are too many coefficients to compute them',
  rows: 'there are no more training rows than coefficients',
  collinear: 'some columns follow from others, so that their coefficients are not determined one by one',
  table: 'they need the training rows, and this is another table',
};
