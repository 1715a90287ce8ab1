// The numbers behind the curves: every epoch with its losses, score and learning rate, and what was changed at it.
import { m } from '../paraglide/messages.js';
import type { LossHistory } from '../state/lossHistory.ts';
import { numbers } from '../wording/numbers.ts';

interface Shown {
  history: LossHistory;
  score: { name: string; percent: boolean; factor: number };
  events: readonly { epoch: number; text: string }[];
  hasValidation: boolean;
}

const mostRows = 1_000;

/** Of more epochs than can be listed an even choice. */
export function curveTable({ history, score, events, hasValidation }: Shown) {
  const format = numbers();
  const stride = Math.max(1, Math.ceil(history.length / mostRows));
  const number = (value: number) => format.measure(value, 4);
  const rows: string[][] = [];
  let before = -1;
  for (let i = 0; i < history.length; i += stride) {
    const epoch = history.epoch[i]!;
    const changed = events.filter((event) => event.epoch > before && event.epoch <= epoch);
    before = epoch;
    const row = [format.whole(epoch), number(history.train[i]!)];
    const scored = history.score[i]!;
    if (hasValidation)
      row.push(
        number(history.validation[i]!),
        score.percent ? format.percent(scored) : number(scored * score.factor),
      );
    row.push(number(history.rate[i]!));
    if (events.length > 0) row.push(changed.map(({ text }) => text).join('; '));
    rows.push(row);
  }
  const columns: string[] = [m.chart_epoch(), m.chart_training_loss()];
  if (hasValidation) columns.push(m.chart_validation_loss(), score.name);
  columns.push(m.chart_rate());
  if (events.length > 0) columns.push(m.chart_changed());
  return { columns, rows, more: history.length - rows.length };
}
