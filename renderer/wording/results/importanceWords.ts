// What the columns are worth, in sentences, by one of the metrics.
import {
  type Importance,
  type ImportanceMetric,
  leadingColumns,
} from '../../../app/contract/run/explanation.ts';
import { m } from '../../paraglide/messages.js';
import { counts } from '../counts.ts';
import { measuredIn, united } from '../inUnits.ts';
import { numbers } from '../numbers.ts';
import { midSentence } from '../settingWords.ts';

type Measure = Importance['measures'][number];

const shares: ReadonlySet<ImportanceMetric> = new Set(['accuracy', 'balancedAccuracy']);
const falls: ReadonlySet<ImportanceMetric> = new Set(['accuracy', 'balancedAccuracy', 'r2']);

export function metricName({ metric, name }: Measure, several: boolean): string {
  const metrics: Record<ImportanceMetric, string> = {
    accuracy: m.metric_accuracy(),
    balancedAccuracy: m.metric_balanced(),
    logLoss: m.metric_log_loss(),
    mae: m.metric_mae(),
    rmse: m.metric_rmse(),
    r2: m.metric_r2(),
  };
  return several && name !== null ? `${name}: ${metrics[metric]}` : metrics[metric];
}

export const hasSeveralTargets = ({ measures }: Importance) => measures[0]?.metric === 'r2';

/** Writes a value of the metric, and by how much it grows (with a sign). */
export function writers(measure: Measure): {
  value: (value: number) => string;
  growth: (value: number) => string;
} {
  const format = numbers();
  if (shares.has(measure.metric)) {
    const value = (share: number) => format.percent(share);
    return { value, growth: (share) => `${share > 0 ? '+' : ''}${value(share)}` };
  }
  return {
    value: measuredIn(measure.unit),
    growth: (value) => united(value, format.signed(value), measure.unit),
  };
}

/** A difference of two values of the metric: of shares in percentage points. */
function changeOf(measure: Measure, change: number): string {
  if (!shares.has(measure.metric)) return writers(measure).value(change);
  const points = Math.round(change * 1000) / 10;
  return m.points({ count: points, text: numbers().measure(points) });
}

/** "It goes by Horsepower and Weight_in_lbs; no other column is worth 1 mpg." */
export function leadingSentence(found: Importance, index: number): string {
  const { names, next } = leadingColumns(found, index);
  const measure = found.measures[index]!;
  if (names.length === 0) return m.why_goes_by_none();
  const list = numbers().list(names);
  if (next === null) return m.why_goes_by_only({ columns: list });
  const metric = midSentence(metricName(measure, hasSeveralTargets(found)));
  return m.why_goes_by({ columns: list, metric, most: changeOf(measure, Math.max(0, next)) });
}

/** By how much the error grows with the leading columns shuffled, and which of them stand in for each other. */
export function detailSentences(found: Importance, index: number): string[] {
  const measure = found.measures[index]!;
  const { names } = leadingColumns(found, index);
  const { value } = writers(measure);
  const metric = midSentence(metricName(measure, hasSeveralTargets(found)));
  const sign = falls.has(measure.metric) ? -1 : 1;
  const shuffled = names.slice(0, 2).map((column) => {
    const own = found.columns.find((one) => one.column === column)!.measures[index]!;
    const values = {
      column,
      metric,
      from: value(measure.value),
      to: value(measure.value + sign * own.importance),
    };
    return m.why_shuffled(values);
  });
  if (found.together === null) return shuffled;
  const [first, second] = found.together.columns;
  const correlation = numbers().measure(found.together.correlation, 2);
  return [...shuffled, m.why_together({ first, second, correlation })];
}

/** "each column shuffled 50 times, 60 test rows". */
export function rowsCaption({ shuffles, rows, ofRows, on, newRows }: Importance): string {
  const all = { count: ofRows, text: numbers().whole(ofRows) };
  const words = {
    train: m.verdict_rows_train,
    validation: m.verdict_rows_validation,
    test: m.verdict_rows_test,
  };
  const ofPart = newRows ? counts.rows(ofRows) : words[on](all);
  const count = numbers().whole(shuffles);
  if (rows === ofRows) return m.why_importance_caption({ count, rows: ofPart });
  return m.why_importance_caption_some({ count, rows: numbers().whole(rows), all: ofPart });
}

/** The axis: what the numbers are. */
export function growthName(measure: Measure, several: boolean): string {
  const metric = midSentence(metricName(measure, several));
  return falls.has(measure.metric) ? m.why_fall_of({ metric }) : m.why_growth_of({ metric });
}
