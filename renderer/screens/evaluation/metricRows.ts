// The metrics table: one line per metric, one column per part that has rows, and the baseline on the part that is judged.

import { type Evaluation, parts, type Scores, unitOfScores } from '../../../app/contract/run/evaluation.ts';
import { m } from '../../paraglide/messages.js';
import { united } from '../../wording/inUnits.ts';
import { numbers } from '../../wording/numbers.ts';
import { aligned, evaluatedPart } from '../../wording/scores.ts';

interface Metric {
  name: string;
  meaning: string;
  write: (scores: Scores) => string;
}

function metricsFor(evaluation: Evaluation): Metric[] {
  const format = numbers();
  const unit = unitOfScores(evaluation.detail);
  const number = (key: 'f1Macro' | 'logLoss' | 'rmse' | 'mae' | 'r2') => {
    const valueIn = (scores: Scores | null) =>
      (scores as Record<string, number | null> | null)?.[key] ?? null;
    const bounded = key === 'f1Macro' || key === 'logLoss' || key === 'r2';
    const write = bounded
      ? (value: number) => format.fixed(value, 3)
      : aligned(valueIn(evaluation.metrics[evaluation.on]) ?? undefined);
    return (scores: Scores) => {
      const value = valueIn(scores);
      return value === null ? '–' : united(value, write(value), bounded ? undefined : unit);
    };
  };
  if (evaluation.detail.kind === 'class') {
    return [
      {
        name: m.metric_accuracy(),
        meaning: m.metric_accuracy_meaning(),
        write: (scores) => ('accuracy' in scores ? format.percent(scores.accuracy) : '–'),
      },
      { name: m.metric_f1(), meaning: m.metric_f1_meaning(), write: number('f1Macro') },
      { name: m.metric_log_loss(), meaning: m.metric_log_loss_meaning(), write: number('logLoss') },
    ];
  }
  return [
    { name: m.metric_rmse(), meaning: m.metric_rmse_meaning(), write: number('rmse') },
    { name: m.metric_mae(), meaning: m.metric_mae_meaning(), write: number('mae') },
    { name: m.metric_r2(), meaning: m.metric_r2_meaning(), write: number('r2') },
  ];
}

export function metricsTable(evaluation: Evaluation) {
  const shown = parts.filter((part) => evaluation.metrics[part] !== null);
  const baseline = evaluation.baseline[evaluation.on];
  return {
    columns: shown.map((part) => ({
      part,
      label: evaluatedPart(evaluation, part),
      rows: numbers().whole(evaluation.rows[part]),
    })),
    rows: metricsFor(evaluation).map(({ name, meaning, write }) => ({
      name,
      meaning,
      cells: shown.map((part) => write(evaluation.metrics[part]!)),
      guess: baseline ? write(baseline) : '–',
    })),
  };
}
