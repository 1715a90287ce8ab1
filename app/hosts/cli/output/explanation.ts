// Why a model predicts what it predicts: what its columns are worth, and what they add for one row, as lines for a person and as the fields
// of a JSON line.
import {
  type Importance,
  type ImportanceMetric,
  leadingColumns,
  type RowContributions,
} from '../../../contract/run/explanation.ts';
import { type Unit, withUnit } from '../../../contract/table/unit.ts';
import { measured } from './describeTable.ts';
import { counted, figure, oneLine, short, table } from './figures.ts';

type Measure = Importance['measures'][number];

const metricNames: Record<ImportanceMetric, string> = {
  accuracy: 'accuracy',
  balancedAccuracy: 'balanced accuracy',
  logLoss: 'log loss',
  mae: 'MAE',
  rmse: 'RMSE',
  r2: 'mean R²',
};
const falls: ReadonlySet<ImportanceMetric> = new Set(['accuracy', 'balancedAccuracy', 'r2']);
const causes = 'This is what the network does, not what causes what.';

export function importanceLines(found: Importance): string[] {
  return [
    rowsSentence(found),
    leadingSentence(found),
    ...togetherSentence(found),
    '',
    ...importanceTable(found),
    '',
    `As they are, these rows have ${found.measures.map(asTheyAre).join(', ')}.`,
    causes,
  ];
}

function rowsSentence({ columns, shuffles, rows, ofRows, on, newRows }: Importance): string {
  const part = newRows ? '' : on === 'train' ? 'training ' : `${on} `;
  const which =
    rows < ofRows ? `${rows} of ${ofRows} ${part}rows, evenly chosen` : counted(rows, `${part}row`);
  return `Shuffled each of ${counted(columns.length, 'column')} ${shuffles} times among ${which}.`;
}

function leadingSentence(found: Importance): string {
  const { names, next } = leadingColumns(found);
  const [main] = found.measures;
  if (names.length === 0)
    return `It goes by no column: shuffling any of them changes the ${metricNames[main!.metric]} no more than chance does.`;
  const last = names.length > 1 ? ` and ${short(names.at(-1)!)}` : '';
  const list = (names.length > 1 ? names.slice(0, -1) : names).map((name) => short(name)).join(', ') + last;
  const rest =
    next === null
      ? ''
      : `; no other column changes the ${metricNames[main!.metric]} by more than ${measured(Math.max(0, next), main!.unit)}`;
  return `It goes by ${list}${rest}.`;
}

function togetherSentence({ together }: Importance): string[] {
  if (together === null) return [];
  const [first, second] = together.columns.map((name) => short(name));
  return [
    `${first} and ${second} go together (correlation ${figure(together.correlation)}), so one may stand in for the other.`,
  ];
}

const named = (measure: Measure, several: boolean) =>
  several && measure.name !== null
    ? `${short(measure.name)}: ${metricNames[measure.metric]}`
    : metricNames[measure.metric];

const asTheyAre = (measure: Measure, _: number, all: Measure[]) =>
  `${named(measure, all[0]!.metric === 'r2')} ${measured(measure.value, measure.unit)}`;

function importanceTable({ columns, measures }: Importance): string[] {
  const several = measures[0]!.metric === 'r2';
  const heads = measures.flatMap((measure) => [
    `${named(measure, several)} ${falls.has(measure.metric) ? 'falls by' : 'grows by'}`,
    '±',
  ]);
  const lines = columns.map(({ column, measures: own }) => [
    short(column),
    ...own.flatMap(({ importance, spread }, k) => [measured(importance, measures[k]!.unit), figure(spread)]),
  ]);
  return table([['column', ...heads], ...lines], [false, ...heads.map(() => true)]);
}

/** Per column, by its name: importance and spread by the main metric, and by each other metric under its name. */
export function importanceFields({ columns, measures, ...rest }: Importance): object {
  const [main, ...others] = measures;
  const fields = (of: { importance: number; spread: number }) => ({
    importance: of.importance,
    spread: of.spread,
  });
  const values = measures.map((measure): [Measure, number] => [measure, measure.value]);
  return {
    ...rest,
    metric: main!.metric,
    ...(main!.unit === undefined ? {} : { unit: main!.unit }),
    metrics: byMetric(values),
    columns: Object.fromEntries(
      columns.map(({ column, measures: [own, ...more] }) => [
        column,
        { ...fields(own!), ...byMetric(more.map((one, k): [Measure, object] => [others[k]!, fields(one)])) },
      ]),
    ),
  };
}

/** Under the metric's name, or for several targets under the target's name. */
function byMetric<Value>(values: [Measure, Value][]): object {
  const targets = new Set(values.map(([{ name }]) => name));
  targets.delete(null);
  const plain = values.filter(([{ name }]) => name === null || targets.size === 1);
  const entries = plain.map(([{ metric }, value]): [string, unknown] => [metric, value]);
  if (targets.size < 2) return Object.fromEntries(entries);
  const each = [...targets].map((name): [string, unknown] => [
    name!,
    Object.fromEntries(
      values.filter(([of]) => of.name === name).map(([{ metric }, value]) => [metric, value]),
    ),
  ]);
  return Object.fromEntries([...entries, ...each]);
}

export function contributionLines(row: number, all: readonly RowContributions[]): string[] {
  return [...all.flatMap((one, k) => [...(k === 0 ? [] : ['']), ...linesOfRow(row, one)]), causes];
}

function linesOfRow(row: number, found: RowContributions): string[] {
  const { name, unit, base, baseOf, prediction, remainder, predictedClass } = found;
  const what =
    predictedClass === null
      ? `The network predicts ${oneLine(name)} = ${measured(prediction, unit)}`
      : `The network predicts ${oneLine(predictedClass)} with probability ${figure(prediction)}`;
  const sorted = [...found.columns].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  const signed = (value: number) => withUnit(value < 0 ? figure(value) : `+${figure(value)}`, unit);
  return [
    `Row ${row}. ${what}${truthWords(found, unit)}.`,
    '',
    ...table(
      [
        [
          baseOf === 'training' ? 'mean of the training rows' : "mean of the file's rows",
          measured(base, unit),
        ],
        ...sorted.map(({ column, cell, contribution }) => [
          `${short(column)} = ${cell === null ? '(missing)' : short(cell)}`,
          signed(contribution),
        ]),
        ['this row', measured(prediction, unit)],
      ],
      [false, true],
    ),
    '',
    `They add up to ${measured(prediction - remainder, unit)}; ${figure(remainder)} remains.`,
  ];
}

function truthWords({ truth, trueClass }: RowContributions, unit: Unit | undefined): string {
  if (trueClass !== null) return `; it is ${oneLine(trueClass)}`;
  return truth === null ? '' : `; it is ${measured(truth, unit)}`;
}

/** Of one target or of classes plain, of several targets under their names. `contributions` are by column. */
export function contributionFields(row: number, all: readonly RowContributions[]): object {
  const fields = ({
    columns,
    output: _,
    name,
    fingerprint,
    predictedClass,
    trueClass,
    previous: _previous,
    next: _next,
    ...rest
  }: RowContributions) => ({
    ...rest,
    contributions: Object.fromEntries(columns.map(({ column, contribution }) => [column, contribution])),
    ...(predictedClass === null ? {} : { of: 'probability', class: name, trueClass }),
  });
  const [first] = all;
  const { fingerprint } = first!;
  if (all.length === 1)
    return {
      row,
      ...(first!.predictedClass === null ? { target: first!.name } : {}),
      ...fields(first!),
      fingerprint,
    };
  return Object.fromEntries<unknown>([
    ['row', row],
    ['fingerprint', fingerprint],
    ...all.map((one): [string, unknown] => [one.name, fields(one)]),
  ]);
}
